import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ModuleItem, parseSync } from '@swc/core';

const components = readdirSync('web/src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => join('web/src', file));

/** What a file imports: where from, and whether only types. */
function importsOf(file: string, source: string) {
  const { body } = parseSync(source, { syntax: 'typescript', tsx: true });
  return body.flatMap((item: ModuleItem) => {
    if (item.type !== 'ImportDeclaration') return [];
    const { value } = item.source;
    return [{ from: value.startsWith('.') ? join(dirname(file), value) : value, typeOnly: item.typeOnly }];
  });
}

/** The console knows the API by the types of its contracts alone, the business by the domain's pure functions. */
function isAllowed({ from, typeOnly }: { from: string; typeOnly: boolean }): boolean {
  if (!/^(api|activities|cli|docker|domain|gateway|prisma|tests|web|workflows)\//.test(from)) return true;
  if (from.startsWith('api/contracts/')) return typeOnly;
  return from.startsWith('web/src/') || (from.startsWith('domain/') && !from.startsWith('domain/variants/'));
}

test.each(components)('%s imports what the console may', (file) => {
  expect(importsOf(file, readFileSync(file, 'utf8')).filter((one) => !isAllowed(one))).toEqual([]);
});

test('what it may not is found', () => {
  const source = `import { a } from '../../api/app.ts'; import { b } from '../../api/contracts/waits.ts';
    import type { c } from '../../api/contracts/waits.ts'; import { d } from '../../domain/variants/index.ts';`;
  const refused = importsOf('web/src/page.tsx', source).filter((one) => !isAllowed(one));
  expect(refused.map(({ from }) => from)).toEqual(['api/app.ts', 'api/contracts/waits.ts', 'domain/variants/index.ts']);
});
