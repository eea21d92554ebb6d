import fc from 'fast-check';
import { compareTexts } from '../../../documents/compare.ts';
import { compareFiles } from '../../../documents/reader.ts';
import { docxOf, fileWith, pdfOf } from '../../support/files.ts';

test('a paragraph that changed says which words did, in Chinese too', () => {
  const { rows, unified } = compareTexts(
    ['第一条 标的', '第二条 买方应于三十日内付款', '第三条 争议'],
    ['第一条 标的', '第二条 买方应于四十五日内付款', '第三条 争议', '第四条 其他'],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['same', 'changed', 'same', 'added']);
  const changed = rows[1];
  expect(changed?.kind === 'changed' && changed.words.filter(({ kind }) => kind !== 'same').length).toBeGreaterThan(0);
  expect(unified).toContain('-第二条 买方应于三十日内付款\n+第二条 买方应于四十五日内付款\n');
});

test('paragraphs with little in common are one that went and one that came', () => {
  const { rows } = compareTexts(['Payment within 30 days of delivery'], ['Governing law']);
  expect(rows.map(({ kind }) => kind)).toEqual(['removed', 'added']);
});

const texts = fc.array(fc.constantFrom('甲方', '乙方付款', 'Clause one', 'Clause two', 'x'), { maxLength: 12 });

test('each side shows its own text whole and in order, numbered from 1', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const { rows } = compareTexts(before, after);
      const old = rows.flatMap((row) => row.before ?? []);
      const fresh = rows.flatMap((row) => row.after ?? []);
      expect(old).toEqual(before.map((text, index) => ({ number: index + 1, text })));
      expect(fresh).toEqual(after.map((text, index) => ({ number: index + 1, text })));
      for (const row of rows) {
        if (row.kind !== 'changed') continue;
        const side = (gone: string) =>
          row.words
            .filter(({ kind }) => kind !== gone)
            .map(({ text }) => text)
            .join('');
        expect([side('added'), side('removed')]).toEqual([row.before.text, row.after.text]);
      }
    }),
    { numRuns: 200 },
  );
});

describe('files', () => {
  test('a Word document and a PDF are compared by their texts, in a thread of their own', async () => {
    const word = { path: fileWith(await docxOf(['Clause one', 'Payment in 30 days'])), type: 'docx' } as const;
    const pdf = { path: fileWith(await pdfOf(['Clause one', 'Payment in 45 days'])), type: 'pdf' } as const;
    const { rows } = await compareFiles(word, pdf);
    expect(rows.map(({ kind }) => kind)).toEqual(['same', 'changed']);
  });

  test('a scan has no text, and what takes too long is given up', async () => {
    const scan = { path: fileWith(await pdfOf([])), type: 'pdf' } as const;
    const text = { path: fileWith('Clause one'), type: 'txt' } as const;
    await expect(compareFiles(scan, text)).rejects.toMatchObject({ code: 'NO_TEXT' });
    await expect(compareFiles(text, text, { time: 1, memory: 256 })).rejects.toMatchObject({ code: 'TEXT_LIMIT' });
  });
});
