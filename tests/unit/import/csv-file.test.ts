import { readTable } from '../../../cli/import/csv-file.ts';
import { Sentence } from '../../../cli/sentence.ts';
import { writeCrmFiles } from '../../support/crm-files.ts';

const columns = ['product', 'series', 'sales_price'] as const;

function read(text: string | Uint8Array) {
  return readTable(writeCrmFiles({ 'products.csv': text }), 'products.csv', columns);
}

test('reads columns in any order, with a byte order mark, spaces and capitals in the heading', () => {
  const { rows, bad } = read(
    '\ufeffSeries , sales_price,extra,Product\r\nGTX,550,x,GTX Basic\r\n\r\nMG,55,y,"MG, ""Special"""\r\n',
  );
  expect(rows).toEqual([
    { line: 2, fields: { product: 'GTX Basic', series: 'GTX', sales_price: '550' } },
    { line: 4, fields: { product: 'MG, "Special"', series: 'MG', sales_price: '55' } },
  ]);
  expect(bad).toEqual([]);
});

test('a row with too few or too many fields is bad, the others are good', () => {
  const { rows, bad } = read('product,series,sales_price\nA,GTX,1\nB,GTX\nC,GTX,3,4\nD,GTX,4\n');
  expect(rows.map(({ fields }) => fields.product)).toEqual(['A', 'D']);
  expect(bad.map(({ row, value }) => [row, value])).toEqual([
    [3, 'B,GTX'],
    [4, 'C,GTX,3,4'],
  ]);
});

test('a stray quote loses its own row only, and records of several lines are still read', () => {
  const { rows, bad } = read(
    'product,series,sales_price\nA,GTX,1\n"B,GTX,2\nC 12" pipe,GTX,3\n"D\nlong",GTX,4\nE,GTX,5\n',
  );
  expect(rows.map(({ fields }) => fields.product)).toEqual(['A', 'D\nlong', 'E']);
  expect(rows.map(({ line }) => line)).toEqual([2, 6, 7]);
  expect(bad.map(({ row }) => row)).toEqual([3, 4]);
});

test.each([
  ['a missing file', undefined, /products\.csv is not there/],
  ['an empty file', '', /products\.csv .* is empty/],
  ['a missing column', 'product,series\nA,GTX\n', /products\.csv has no column sales_price/],
  ['a column that is there twice', 'product,series,sales_price,Series\n', /two columns series/],
  ['semicolons between the columns', 'product;series;sales_price\n', /products\.csv has no column product/],
  ['a file in GBK', Uint8Array.from([0xb2, 0xfa, 0xc6, 0xb7, 0x0a]), /products\.csv is not UTF-8/],
])('%s is told in one sentence', (_, content, sentence) => {
  const folder = writeCrmFiles(content === undefined ? {} : { 'products.csv': content });
  const reading = () => readTable(folder, 'products.csv', columns);
  expect(reading).toThrow(Sentence);
  expect(reading).toThrow(sentence);
});
