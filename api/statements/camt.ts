import { XMLParser } from 'fast-xml-parser';
import { moneyFrom } from '../../domain/money.ts';
import {
  type LineFault,
  laterOf,
  mostLines,
  NoStatement,
  type Statement,
  type StatementLine,
  tooLong,
} from './line.ts';

/** What is read of an element: its text, or what is in it. */
type Node = string | { readonly [name: string]: Node | readonly Node[] | undefined };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  // Entities are how a small file becomes a large one; a statement needs none but the five of XML itself.
  processEntities: false,
});

function children(node: Node | undefined, ...path: readonly string[]): readonly Node[] {
  let found: readonly Node[] = node === undefined ? [] : [node];
  for (const name of path) {
    found = found.flatMap((each) => {
      const next = typeof each === 'string' ? undefined : each[name];
      if (next === undefined) return [];
      return Array.isArray(next) ? (next as readonly Node[]) : [next as Node];
    });
  }
  return found;
}

const named = { lt: '<', gt: '>', amp: '&', apos: "'", quot: '"' } as const;

function plain(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|apos|quot);/g, (_, name: keyof typeof named) => named[name]);
}

function text(node: Node | undefined, ...path: readonly string[]): string | null {
  const [found] = children(node, ...path);
  const value = typeof found === 'string' ? found : typeof found?.['#text'] === 'string' ? found['#text'] : '';
  return value.trim() === '' ? null : plain(value.trim());
}

/** The first of some places that says something. */
function firstText(node: Node, places: readonly (readonly string[])[]): string | null {
  for (const place of places) {
    const found = text(node, ...place);
    if (found !== null) return found;
  }
  return null;
}

/** Reads an account statement by ISO 20022, camt.053. Throws `NoStatement` for anything else. */
export function readCamt053(bytes: Uint8Array): Statement {
  const statements = children(documentOf(bytes), 'Document', 'BkToCstmrStmt', 'Stmt');
  const [first] = statements;
  if (!first) throw new NoStatement('The file is no camt.053: it has no Document/BkToCstmrStmt/Stmt');
  const accounts = new Set(statements.map(accountOf));
  if (accounts.size > 1) throw new NoStatement('The file has statements of several accounts; send one at a time');
  const entries = statements.flatMap((statement) => children(statement, 'Ntry'));
  const reading = new Reading();
  for (const entry of entries) reading.read(entry);
  return { account: accountOf(first), ...reading.result() };
}

function accountOf(statement: Node): string | null {
  return firstText(statement, [
    ['Acct', 'Id', 'IBAN'],
    ['Acct', 'Id', 'Othr', 'Id'],
  ]);
}

function documentOf(bytes: Uint8Array): Node {
  try {
    const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (/<!(DOCTYPE|ENTITY)/i.test(content)) throw new NoStatement('A statement has no document type of its own');
    return parser.parse(content, true) as Node;
  } catch (error) {
    if (error instanceof NoStatement) throw error;
    throw new NoStatement(`The file is no XML in UTF-8: ${(error as Error).message}`);
  }
}

/** What has been read of a statement so far. */
class Reading {
  private readonly lines: StatementLine[] = [];
  private readonly faults: LineFault[] = [];
  private passedOver = 0;
  private bookedTo: string | null = null;
  private count = 0;

  /** Reads one booking; one of several payments becomes one line each. */
  read(entry: Node): void {
    const booked = firstText(entry, [
      ['BookgDt', 'Dt'],
      ['BookgDt', 'DtTm'],
      ['ValDt', 'Dt'],
    ])?.slice(0, 10);
    const details = children(entry, 'NtryDtls', 'TxDtls');
    const isReceived = text(entry, 'CdtDbtInd') === 'CRDT' && text(entry, 'RvslInd') !== 'true';
    const hasBookedOn = booked !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(booked);
    if (hasBookedOn) this.bookedTo = laterOf(this.bookedTo, booked);
    const payments = details.length > 1 && details.every((each) => amountOf(each) !== null) ? details : [details[0]];
    for (const [index, detail] of payments.entries()) {
      this.count += 1;
      if (this.count > mostLines) throw new NoStatement(`A statement has at most ${mostLines} lines; send it in parts`);
      if (!isReceived) this.passedOver += 1;
      else if (!hasBookedOn) this.fault('BookgDt', booked === undefined ? 'missing' : 'notADay', booked ?? '');
      else this.add(entry, detail, payments.length > 1 ? index + 1 : 0, booked);
    }
  }

  result(): Omit<Statement, 'account'> {
    const { lines, faults, passedOver, bookedTo } = this;
    return { lines, faults, passedOver, bookedTo };
  }

  /** `part` counts the payments of one booking from 1; 0 where there is but one. */
  private add(entry: Node, detail: Node | undefined, part: number, bookedOn: string): void {
    const of = amountOf(part > 0 && detail !== undefined ? detail : entry);
    const amount = of && moneyFrom(of.value, of.currency);
    const bankReference = referenceOf(entry, detail, part);
    if (!amount || amount.minor <= 0) {
      this.fault('Amt', 'notAnAmount', of?.value ?? '');
      return;
    }
    if (bankReference === null) {
      this.fault('AcctSvcrRef', 'missing', '');
      return;
    }
    const line: StatementLine = {
      line: this.count,
      bankReference,
      bookedOn,
      amount,
      payer:
        detail === undefined
          ? null
          : firstText(detail, [
              ['RltdPties', 'Dbtr', 'Nm'],
              ['RltdPties', 'Dbtr', 'Pty', 'Nm'],
              ['RltdPties', 'UltmtDbtr', 'Nm'],
            ]),
      remittance: remittanceOf(entry, detail),
    };
    const long = tooLong(line);
    if (long) this.faults.push(long);
    else this.lines.push(line);
  }

  private fault(column: string, reason: LineFault['reason'], value: string): void {
    this.faults.push({ line: this.count, column, reason, value: value.slice(0, 60) });
  }
}

function amountOf(node: Node): { readonly value: string; readonly currency: string } | null {
  const [amount] = [...children(node, 'Amt'), ...children(node, 'AmtDtls', 'TxAmt', 'Amt')];
  const value = text(amount);
  const currency = text(amount, '@Ccy');
  return value !== null && currency !== null ? { value, currency } : null;
}

function referenceOf(entry: Node, detail: Node | undefined, part: number): string | null {
  const own =
    detail === undefined
      ? null
      : firstText(detail, [
          ['Refs', 'AcctSvcrRef'],
          ['Refs', 'TxId'],
        ]);
  if (own !== null) return own;
  const shared = firstText(entry, [['AcctSvcrRef'], ['NtryRef']]);
  return shared !== null && part > 0 ? `${shared}#${part}` : shared;
}

function remittanceOf(entry: Node, detail: Node | undefined): string | null {
  const texts = children(detail, 'RmtInf', 'Ustrd').map((each) => text(each));
  const references = children(detail, 'RmtInf', 'Strd', 'CdtrRefInf', 'Ref').map((each) => text(each));
  const endToEnd = text(detail, 'Refs', 'EndToEndId');
  const said = [...texts, ...references, endToEnd === 'NOTPROVIDED' ? null : endToEnd, text(entry, 'AddtlNtryInf')];
  const joined = said.filter((each) => each !== null).join(' ');
  return joined === '' ? null : joined;
}
