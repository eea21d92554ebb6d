import { Corrections, distinct, KnownNames, localeFor, slugOf } from '../../../cli/import/names.ts';

test('a name is found however it is spaced, and counted as read differently', () => {
  const names = new KnownNames();
  expect(names.add('GTX Pro')).toBe(true);
  expect(names.add('gtxpro')).toBe(false);
  expect(names.find('GTXPro')).toBe('GTX Pro');
  expect(names.find('GTX')).toBeUndefined();

  const corrections = new Corrections();
  corrections.corrected('GTX Pro', 'GTX Pro');
  corrections.corrected('GTXPro', 'GTX Pro');
  corrections.corrected('GTXPro', 'GTX Pro');
  expect(corrections.spelling('technolgy')).toBe('technology');
  expect(corrections.spelling('retail')).toBe('retail');
  expect(corrections.all()).toEqual([
    ['GTXPro as GTX Pro', 2],
    ['technolgy as technology', 1],
  ]);
});

test.each([
  ['Mei-Mei Johns', 'mei-mei-johns'],
  ['Gekko & Co', 'gekko-co'],
  ['Zoë  Müller', 'zoe-muller'],
  ['王伟', ''],
])('the slug of %s is "%s"', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('ids are readable, the same at every run, and never shared by two names', () => {
  const taken = new Set<string>();
  const idOf = (name: string) => {
    const id = distinct(name, slugOf(name), (candidate) => taken.has(candidate));
    taken.add(id);
    return id;
  };
  const ids = ['Ann Lee', 'Ánn Lee', '王伟', '王维'].map(idOf);
  expect(ids[0]).toBe('ann-lee');
  expect(ids[1]).toMatch(/^ann-lee-[a-z0-9]{10}$/);
  expect(ids[2]).toMatch(/^[a-z0-9]{10}$/);
  expect(new Set(ids).size).toBe(4);
  taken.clear();
  expect(['Ann Lee', 'Ánn Lee', '王伟', '王维'].map(idOf)).toEqual(ids);
});

test('mails are in Chinese for a name in Chinese characters', () => {
  expect([localeFor('王伟'), localeFor('Anna Snelling')]).toEqual(['zh-CN', 'en']);
});
