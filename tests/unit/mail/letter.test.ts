import { htmlOf, type Letter, textOf } from '../../../activities/mail/letter.ts';

const letter: Letter = {
  subject: 'C-102 Approval: <u>Pumps</u>',
  greeting: 'Hello <i>Li</i>,',
  opening: ['A & B "ask" you.'],
  facts: [['Title', '<script>alert(1)</script>']],
  lists: [{ items: [{ what: 'C-102/1 <First>', figure: '¥1.00', remark: 'due <soon>' }], total: ['Total', '¥1.00'] }],
  quote: 'line one\n<line two>',
  closing: ['Bye'],
  agree: { label: 'Approve', url: 'https://fairway.test/d/token' },
  refuse: { label: 'Reject', url: 'https://fairway.test/d/token?choose=reject' },
  links: [{ label: 'Read', url: 'https://fairway.test/d/token/document' }],
  footer: 'Sent <automatically>.',
};

test('nothing that came from outside becomes markup', () => {
  const html = htmlOf(letter, 'en');
  expect(html).not.toMatch(/<(script|u|i|First|soon|line|automatically)[\s>]/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('A &amp; B &quot;ask&quot; you.');
});

test('the page fetches nothing and runs nothing', () => {
  const html = htmlOf(letter, 'en');
  expect(html).not.toMatch(/<(img|script|link|iframe|form|object|svg)\b|\bsrc=|url\(|@import|\bon\w+=/i);
  const addresses = [...html.matchAll(/https?:[^"]+/g)].map(([address]) => address);
  expect(addresses.every((address) => address.startsWith('https://fairway.test/d/token'))).toBe(true);
});

test('text and HTML say the same', () => {
  const text = textOf(letter, 'en');
  const html = htmlOf(letter, 'en');
  for (const said of ['Hello', 'Title', '¥1.00', 'Total', 'line one', 'Bye', 'Approve', 'Reject', 'Read', 'Sent']) {
    expect(text).toContain(said);
    expect(html).toContain(said);
  }
  for (const link of [letter.agree, letter.refuse, ...(letter.links ?? [])]) expect(text).toContain(link?.url);
  expect(text).toContain('> line one\n> <line two>');
});

test('what a letter does not have leaves no trace', () => {
  const bare: Letter = { subject: 's', greeting: 'Hello', opening: ['Text'], footer: 'f' };
  expect(textOf(bare, 'en')).toBe('Hello\n\nText\n\n-- \nf\n');
  expect(htmlOf(bare, 'en')).not.toMatch(/<a |blockquote|undefined|false|null/);
});
