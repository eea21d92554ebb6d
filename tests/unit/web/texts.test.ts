import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Module, parseSync } from '@swc/core';

const files = readdirSync('web/src', { recursive: true, encoding: 'utf8' }).map((file) => join('web/src', file));
const components = files.filter((file) => file.endsWith('.tsx'));

/** Names whose value a person reads. */
const readProperties = new Set([
  'alt',
  'aria-label',
  'cancelText',
  'description',
  'label',
  'okText',
  'placeholder',
  'title',
]);
const chinese = /[\u3400-\u9fff]/;

/** Names and codes that are the same in every language. */
const sameEverywhere = new Set(['Fairway', 'Enter']);

interface Found {
  readonly kind: 'text' | 'property' | 'literal';
  readonly value: string;
}

/** Everything in a component that could be words on the page: text between tags, attributes that are read, Chinese anywhere. */
function wordsIn(node: unknown, found: Found[] = []): readonly Found[] {
  if (typeof node !== 'object' || node === null) return found;
  const { type, value, name } = node as { type?: string; value?: unknown; name?: { value?: string } };
  if (type === 'JSXText') found.push({ kind: 'text', value: String(value).trim() });
  if (type === 'StringLiteral') found.push({ kind: 'literal', value: String(value) });
  if (type === 'JSXAttribute' && readProperties.has(name?.value ?? '')) {
    const literal = value as { type?: string; value?: string } | null;
    if (literal?.type === 'StringLiteral') found.push({ kind: 'property', value: literal.value ?? '' });
  }
  for (const child of Object.values(node)) wordsIn(child, found);
  return found;
}

const isWord = ({ kind, value }: Found): boolean =>
  !sameEverywhere.has(value) && (chinese.test(value) || (kind !== 'literal' && /\p{L}{2}/u.test(value)));

function read(source: string): Module {
  return parseSync(source, { syntax: 'typescript', tsx: true });
}

/** The shape of texts: the name of each, and whether it is a text or a function of so many values. */
function shapeOf(texts: unknown): unknown {
  if (typeof texts === 'function') return texts.length;
  if (typeof texts !== 'object' || texts === null) return typeof texts;
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, shapeOf(value)]));
}

test.each(components)('%s says nothing that is not among the texts', (file) => {
  expect(wordsIn(read(readFileSync(file, 'utf8'))).filter(isWord)).toEqual([]);
});

test('words in a component are found', () => {
  const seen = wordsIn(read(`const A = () => <p title="Hello there">Good day{'您好'}</p>;`)).filter(isWord);
  expect(seen.map(({ value }) => value).sort()).toEqual(['Good day', 'Hello there', '您好']);
});

describe('both languages say the same things', () => {
  const modules = files.filter((file) => file.endsWith('texts.ts'));

  test('there are texts', () => expect(modules.length).toBeGreaterThan(5));

  test.each(modules)('%s', async (file) => {
    const exported = Object.entries(await import(`../../../${file}`));
    for (const [, texts] of exported) {
      const { en, 'zh-CN': zh } = texts as { en: object; 'zh-CN': object };
      expect(shapeOf(zh)).toEqual(shapeOf(en));
      expect(Object.values(zh).filter((text) => text === '')).toEqual([]);
    }
  });
});
