import type { NoticeFacts } from '../../../activities/mail/facts.ts';
import { htmlOf, textOf } from '../../../activities/mail/letter.ts';
import { templates } from '../../../activities/mail/templates/templates.ts';
import { type Locale, locales, type Notice, type NoticeDetails, notices } from '../../../domain/effects.ts';
import { money } from '../../../domain/money.ts';
import type { Wait, WaitAction } from '../../../domain/wait.ts';
import { chinaCalendar, shanghai } from '../../support/calendar.ts';

const lines = JSON.stringify([
  { instalment: 'i1', number: 'C-102/1', label: 'First', dueOn: '2026-11-20', open: money(300_00, 'CNY') },
  { instalment: 'i2', number: 'C-102/2', label: 'Second', dueOn: '2026-11-23', open: money(50_00, 'CNY') },
  { instalment: 'i3', number: 'C-102/3', label: 'Third', dueOn: '2026-12-20', open: money(700_50, 'CNY') },
]);
const payment = { reference: 'C-102', title: 'Pumps', customer: 'Hangzhou', lines };
const approval = {
  taskId: 't1',
  round: 1,
  documentHash: 'f'.repeat(64),
  starter: 'sam',
  'nodeTitle.en': 'Legal',
  'nodeTitle.zh-CN': '法务审批',
};

const contract = { number: 'C-102', owner: 'sam', phase: 'approved', until: '2026-12-31', autoRenew: false };

const detailsOf: Readonly<Record<string, NoticeDetails>> = {
  'opportunity.followUpDue': { owner: 'sam', nextAction: 'Call them' },
  'opportunity.followUpEscalated': { owner: 'sam', nextAction: null },
  'opportunity.assigned': { from: 'sam', by: 'mia' },
  'contract.ended': { outcome: 'void', endedBy: 'lea', comment: 'Too cheap' },
  'contract.reminder': { ...contract, step: 'signature' },
  'contract.escalated': { ...contract, step: 'copyCheck', holder: 'lea' },
  'contract.reviewEnded': { ...contract, outcome: 'rejected', endedBy: 'lea', comment: 'Too cheap' },
  'contract.copyToConfirm': {
    ...contract,
    by: 'sam',
    signedOn: '2026-11-20',
    fileName: 'scan.pdf',
    sha256: 'a'.repeat(64),
    approvedSha256: 'f'.repeat(64),
  },
  'contract.copyRefused': { ...contract, by: 'lea', comment: 'Page 3 is missing', fileName: 'scan.pdf' },
  'contract.expiring': { ...contract, dueAt: shanghai('2026-12-31 18:00') },
  'contract.renewed': { ...contract, automatic: true, newUntil: '2027-12-31', by: 'system', comment: null },
  'contract.closed': { ...contract, outcome: 'amended', successor: 'CT-102-A1', plan: 'PP-102-1' },
  'contract.assigned': { ...contract, from: 'sam', by: 'mia' },
  'approval.transferred': { ...approval, from: 'sam', comment: 'I am away' },
  'approval.urged': { ...approval, urgedBy: 'sam', urged: 1 },
  'approval.decided': { ...approval, outcome: 'rejected', endedBy: 'lea', comment: 'Too cheap' },
  'approval.withdrawn': { ...approval, cause: 'sibling', endedBy: 'lea' },
  'payment.escalated': { ...payment, reason: 'escalateToFinance', unsent: null },
  'payment.settled': { reference: 'C-102', title: 'Pumps', customer: 'Hangzhou', total: '¥5,000.00', credit: '¥2.00' },
  'payment.preview': {
    ...payment,
    letter: 'payment.formalLetter',
    contact: 'Wang',
    email: 'wang@customer.example',
  },
  'payment.task': { ...payment, task: 'promiseBroken', by: 'Wang', promised: '2026-11-20' },
  'order.assigned': { goods: 'Pump × 3 pcs', deliverTo: 'Plant 2', remarks: null, step: 'ship' },
  'order.approvalEnded': { outcome: 'rejected', endedBy: 'lea', comment: 'Too cheap' },
  'order.overdue': { step: 'ship' },
  'order.escalated': { step: 'ship' },
  'order.creditHeld': { reasons: 'overdue,brokenPromises', overdue: '¥5,000.00', owner: 'sam' },
  'order.shipped': { goods: 'Pump × 3 pcs', carrier: 'SF', trackingNumber: 'SF1', outboundNumber: 'CK-1' },
  'order.delivered': { goods: 'Pump × 3 pcs', deliveredOn: '2026-11-24', receivedBy: 'Zhou' },
  'order.returned': { goods: 'Pump × 3 pcs', credit: '¥5,000.00', reason: 'Broken' },
  'order.cancelled': { goods: 'Pump × 3 pcs', reason: 'No budget', by: 'sam', all: true },
  'step.failed': { cause: 'The mail server refused it' },
  'standIn.asked': { principal: 'sam', left: false },
};

const actionOf = (notice: Notice): WaitAction => {
  if (notice.startsWith('approval.')) return 'approval.decide';
  if (notice.startsWith('payment.')) return 'payment.collect';
  if (notice.startsWith('order.')) return 'order.ship';
  if (notice === 'step.failed') return 'step.repair';
  if (notice === 'contract.ended') return 'contract.revise';
  return notice.startsWith('contract.') ? 'contract.sign' : 'opportunity.followUp';
};

function factsFor(notice: Notice, locale: Locale, changes: Partial<NoticeFacts> = {}): NoticeFacts {
  const number = notice.startsWith('payment.') ? 'C-102/1' : 'C-102';
  const wait: Wait = {
    id: 'w1',
    on: 'person',
    action: actionOf(notice),
    holder: 'lea',
    openedAt: shanghai('2026-11-23 09:12'),
    dueAt: shanghai('2026-11-25 18:00'),
    next: { at: shanghai('2026-11-26 09:00'), what: 'remind', who: { user: 'lea' } },
    subject: {
      number,
      title: 'Pumps',
      customer: { id: 'c', name: 'Hangzhou' },
      amount: money(300_00, 'CNY'),
      documentVersion: 3,
    },
  };
  return {
    notice,
    locale,
    recipient: 'Lea',
    wait,
    details: detailsOf[notice] ?? (notice.startsWith('payment.') ? payment : approval),
    reader: { locale, calendar: chinaCalendar, now: shanghai('2026-11-24 10:00'), nameOf: (id) => id },
    decideAt: null,
    ...changes,
  };
}

const every = notices.flatMap((notice) => locales.map((locale) => [notice, locale] as const));

test.each(every)('%s is written in %s alone', (notice, locale) => {
  const letter = templates[notice](factsFor(notice, locale));
  const text = textOf(letter, locale);
  expect(`${letter.subject}${text}${htmlOf(letter, locale)}`).not.toMatch(/undefined|\bnull\b|\[object/);
  // Facts are in Latin letters here, so that a language can only come from the template.
  expect(/\p{Script=Han}/u.test(letter.subject + text)).toBe(locale === 'zh-CN');
});

test.each(every)('the subject of %s in %s begins with the number of the document', (notice, locale) => {
  expect(templates[notice](factsFor(notice, locale)).subject).toMatch(/^C-102 /);
});

test.each(locales)('all mails of an approval share a subject, and so do all of a payment plan, in %s', (locale) => {
  for (const family of ['approval.', 'payment.']) {
    const subjects = notices
      .filter((notice) => notice.startsWith(family))
      .map((notice) => templates[notice](factsFor(notice, locale)).subject);
    expect(new Set(subjects).size).toBe(1);
  }
});

const asking = [
  'approval.requested',
  'approval.reminder',
  'approval.urged',
  'approval.transferred',
  'approval.opinionRequested',
] as const;

test.each(asking)(
  '%s names version, amount, customer, starter and deadline, and leads to the page that decides',
  (notice) => {
    const decideAt = 'https://fairway.test/d/token';
    const letter = templates[notice](factsFor(notice, 'en', { decideAt }));
    const text = textOf(letter, 'en');
    for (const fact of ['v3', '¥300.00', 'Hangzhou', 'sam', 'Wed 25 Nov 18:00', 'a reminder goes to lea']) {
      expect(text).toContain(fact);
    }
    expect(letter.agree?.url).toBe(decideAt);
    expect(letter.refuse?.url).toBe(`${decideAt}?choose=reject`);
    expect(letter.links?.[0]?.url).toBe(`${decideAt}/document`);
  },
);

test('no other mail leads to a decision', () => {
  const others = notices.filter((notice) => !asking.some((one) => one === notice));
  for (const notice of others) {
    const letter = templates[notice](factsFor(notice, 'en', { decideAt: 'https://fairway.test/d/token' }));
    expect(textOf(letter, 'en')).not.toContain('/d/token');
  }
});

const letters = ['payment.notice', 'payment.reminder', 'payment.secondReminder', 'payment.formalLetter'] as const;

test.each(letters)('%s lists what is open of each instalment', (notice) => {
  for (const locale of locales) {
    const text = textOf(templates[notice](factsFor(notice, locale)), locale);
    for (const fact of ['C-102/1', '¥300.00', 'C-102/2', '¥50.00', 'C-102/3', '¥700.50']) expect(text).toContain(fact);
    expect(text).toContain(locale === 'en' ? '4 days late' : '已逾期4天');
  }
});

test.each(letters)('%s keeps apart what is late and what is not due yet', (notice) => {
  const lists = templates[notice](factsFor(notice, 'en')).lists ?? [];
  const [first, second] = lists;
  const [late, coming] = notice === 'payment.notice' ? [second, first] : [first, second];
  expect(late?.items.map(({ what }) => what)).toEqual(['C-102/1 First', 'C-102/2 Second']);
  expect(late?.total[1]).toBe('¥350.00');
  expect(coming?.items.map(({ what }) => what)).toEqual(['C-102/3 Third']);
  expect(coming?.total[1]).toBe('¥700.50');
  // The opening speaks of the first list; the other one says itself what it is.
  expect([first?.heading, typeof second?.heading]).toEqual([undefined, 'string']);
});

test('the tone of the letters differs, and only the last one speaks of rights', () => {
  const texts = letters.map((notice) => textOf(templates[notice](factsFor(notice, 'en')), 'en'));
  expect(new Set(texts).size).toBe(letters.length);
  expect(texts.map((text) => /reserve all rights/.test(text))).toEqual([false, false, false, true]);
});

test.each(['withdrawn', 'replaced', 'rejected', 'sibling', 'transferred'])(
  'a task lost because it was %s says so',
  (cause) => {
    const details = { ...approval, cause, endedBy: 'lea' };
    const said = locales.map((locale) =>
      textOf(templates['approval.withdrawn'](factsFor('approval.withdrawn', locale, { details })), locale),
    );
    for (const text of said) expect(text).toContain('lea');
  },
);
