import { BankFormatSettings } from '../../../api/contracts/bank-statements.ts';
import { readCamt053 } from '../../../api/statements/camt.ts';
import { readCsv } from '../../../api/statements/csv.ts';
import { NoStatement } from '../../../api/statements/line.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const settings = (changes: object = {}): BankFormatSettings =>
  BankFormatSettings.parse({
    account: '6222',
    columns: { date: 'Date', amount: 'Amount', payer: 'Payer', reference: 'Ref', remittance: 'Text' },
    ...changes,
  });

describe('a statement in columns', () => {
  test('gives what was received, passes over what was paid, and lists what cannot be used', () => {
    const file = [
      'Ref,Date,Amount,Payer,Text',
      'R1,2026-11-20,"1,200.50",Acme,C-102',
      'R2,2026-11-21,-80.00,Landlord,rent',
      'R3,2026-11-31,10.00,Acme,',
      'R4,2026-11-22,12.3.4,Acme,',
      'R5,2026-11-23,7,,',
    ].join('\r\n');
    expect(readCsv(bytes(file), settings())).toEqual({
      account: '6222',
      lines: [
        {
          line: 2,
          bankReference: 'R1',
          bookedOn: '2026-11-20',
          amount: { minor: 1_200_50, currency: 'CNY' },
          payer: 'Acme',
          remittance: 'C-102',
        },
        {
          line: 6,
          bankReference: 'R5',
          bookedOn: '2026-11-23',
          amount: { minor: 7_00, currency: 'CNY' },
          payer: null,
          remittance: null,
        },
      ],
      faults: [
        { line: 4, column: 'Date', reason: 'notADay', value: '2026-11-31' },
        { line: 5, column: 'Amount', reason: 'notAnAmount', value: '12.3.4' },
      ],
      passedOver: 1,
      bookedTo: '2026-11-23',
    });
  });

  test('may be in GBK, with lines before its header and columns for each side', () => {
    // 日期;贷方;户名 and 20261120;60000.00;云海软件 in GBK, after one line of title.
    const gbk = Buffer.from(
      'b1eacce20ac8d5c6da3bb4fbb7bd3bbba7c3fb0a32303236313132303b36303030302e30303bd4c6bab3c8edbcfe0a32303236313132313b3bd4c6bab3c8edbcfe0a',
      'hex',
    );
    const read = readCsv(
      gbk,
      settings({
        encoding: 'gbk',
        delimiter: ';',
        skipRows: 1,
        dateFormat: 'YYYYMMDD',
        columns: { date: '日期', credit: '贷方', payer: '户名' },
      }),
    );
    expect(read.lines).toMatchObject([{ bookedOn: '2026-11-20', amount: { minor: 60_000_00 } }]);
    expect(read.lines[0]?.payer).toMatch(/软件$/);
    expect(read).toMatchObject({ passedOver: 1, bookedTo: '2026-11-21', faults: [] });
  });

  test('without references has the same ones each time, and two equal lines are two payments', () => {
    const line = '2026-11-20,5.00,Acme,same';
    const file = bytes(['Date,Amount,Payer,Text', line, line].join('\n'));
    const format = settings({ columns: { date: 'Date', amount: 'Amount', payer: 'Payer', remittance: 'Text' } });
    const references = readCsv(file, format).lines.map(({ bankReference }) => bankReference);
    expect(new Set(references).size).toBe(2);
    expect(readCsv(file, format).lines.map(({ bankReference }) => bankReference)).toEqual(references);
  });

  test.each([
    ['a column is missing', 'Ref,Date,Payer,Text\nR1,2026-11-20,Acme,x'],
    ['it is too long', `Ref,Date,Amount,Payer,Text\n${'R,2026-11-20,1,A,x\n'.repeat(1_001)}`],
    ['a quote stays open', 'Ref,Date,Amount,Payer,Text\n"R1,2026-11-20,1,A,x'],
  ])('is refused when %s', (_, file) => {
    expect(() => readCsv(bytes(file), settings())).toThrow(NoStatement);
  });

  test('is refused when it is not in the encoding it is said to be in', () => {
    expect(() => readCsv(new Uint8Array([0xff, 0xfe, 0xff]), settings())).toThrow(NoStatement);
  });
});

const entry = (inner: string, side = 'CRDT') =>
  `<Ntry><Amt Ccy="CNY">100.50</Amt><CdtDbtInd>${side}</CdtDbtInd><BookgDt><Dt>2026-11-20</Dt></BookgDt>${inner}</Ntry>`;
const camt = (entries: string, head = '') =>
  bytes(`<?xml version="1.0" encoding="UTF-8"?>${head}
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
<Acct><Id><IBAN>CN6222</IBAN></Id></Acct>${entries}</Stmt></BkToCstmrStmt></Document>`);

describe('a camt.053 statement', () => {
  test('gives payer, references and remittance of each payment received', () => {
    const details = `<AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E2E-7</EndToEndId></Refs>
      <RltdPties><Dbtr><Pty><Nm>Acme &amp; Sons</Nm></Pty></Dbtr></RltdPties>
      <RmtInf><Ustrd>C-102</Ustrd><Ustrd>second part</Ustrd></RmtInf></TxDtls></NtryDtls>`;
    expect(readCamt053(camt(entry(details) + entry('<AcctSvcrRef>B-2</AcctSvcrRef>', 'DBIT')))).toEqual({
      account: 'CN6222',
      lines: [
        {
          line: 1,
          bankReference: 'B-1',
          bookedOn: '2026-11-20',
          amount: { minor: 100_50, currency: 'CNY' },
          payer: 'Acme & Sons',
          remittance: 'C-102 second part E2E-7',
        },
      ],
      faults: [],
      passedOver: 1,
      bookedTo: '2026-11-20',
    });
  });

  test('splits a booking of several payments', () => {
    const part = (minor: string) => `<TxDtls><Amt Ccy="CNY">${minor}</Amt></TxDtls>`;
    const details = `<AcctSvcrRef>B-1</AcctSvcrRef><NtryDtls>${part('60.50')}${part('40.00')}</NtryDtls>`;
    expect(
      readCamt053(camt(entry(details))).lines.map(({ bankReference, amount }) => [bankReference, amount.minor]),
    ).toEqual([
      ['B-1#1', 60_50],
      ['B-1#2', 40_00],
    ]);
  });

  test('lists what has no reference, and passes over what was taken back', () => {
    const read = readCamt053(camt(entry('') + entry('<RvslInd>true</RvslInd><AcctSvcrRef>B-3</AcctSvcrRef>')));
    expect(read.faults).toEqual([{ line: 1, column: 'AcctSvcrRef', reason: 'missing', value: '' }]);
    expect(read.passedOver).toBe(1);
  });

  test.each([
    ['entities of its own', camt('', '<!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">]>')],
    ['another document', bytes('<Document><Other/></Document>')],
    ['no XML', bytes('Date,Amount')],
    ['half of it', bytes('<Document><BkToCstmrStmt>')],
  ])('is refused when it has %s', (_, file) => {
    expect(() => readCamt053(file)).toThrow(NoStatement);
  });
});
