import { daysBetween, localTime } from '../../../domain/calendar.ts';
import { dayText } from '../../../domain/moment.ts';
import { formatMoney, sum } from '../../../domain/money.ts';
import { linesOf, type NoticeFacts, type PaymentLine, text } from '../facts.ts';
import type { Letter, List } from '../letter.ts';

/** Raised whenever the words of a letter to customers change, and kept with each letter. */
export const wordingOfLetters = '2026-11';

/** Of one plan, whatever the tone, so that the letters stay together in the reader's mailbox. */
export function paymentSubject(facts: NoticeFacts): string {
  const { locale, wait } = facts;
  const number = text(facts, 'reference') ?? wait.subject.number;
  return `${number} ${locale === 'zh-CN' ? '付款：' : 'Payment: '}${text(facts, 'title') ?? wait.subject.title}`;
}

/** Instalments of a payment mail as a list with its sum. */
export function paymentList({ locale, reader }: NoticeFacts, lines: readonly PaymentLine[], total: string): List {
  const today = localTime(reader.calendar, reader.now).date;
  const items = lines.map(({ number, label, dueOn, open }) => {
    const due = dayText(dueOn, reader);
    const late = Math.max(0, daysBetween(dueOn, today));
    const remark =
      locale === 'zh-CN'
        ? `${due}到期${late > 0 ? `，已逾期${late}天` : ''}`
        : `due ${due}${late > 0 ? `, ${late} ${late === 1 ? 'day' : 'days'} late` : ''}`;
    return { what: `${number} ${label}`, figure: formatMoney(open), remark };
  });
  const currency = lines[0]?.open.currency ?? '';
  const amounts = lines.map(({ open }) => open);
  return { items, total: [total, formatMoney(sum(amounts, currency))] };
}

interface Tone {
  readonly opening: readonly string[];
  /** What the opening speaks of: payments that are late, or those still to come. */
  readonly about: 'late' | 'coming';
  readonly closing: readonly string[];
}

const headings = {
  late: {
    en: { aside: 'These payments are overdue already:', total: 'Overdue' },
    'zh-CN': { aside: '另有以下款项已逾期：', total: '逾期合计' },
  },
  coming: {
    en: { aside: 'Not due yet, for your information:', total: 'Falling due' },
    'zh-CN': { aside: '以下款项尚未到期，供您参考：', total: '待到期合计' },
  },
} as const;

/** Late and coming payments apart, so that nobody is told to be late with what is not due yet; each currency by itself. */
function customerLists(facts: NoticeFacts, about: Tone['about']): readonly List[] {
  const { details, locale, reader } = facts;
  const today = localTime(reader.calendar, reader.now).date;
  const groups = { late: [] as PaymentLine[], coming: [] as PaymentLine[] };
  for (const line of linesOf(details)) groups[line.dueOn < today ? 'late' : 'coming'].push(line);
  const order = about === 'late' ? (['late', 'coming'] as const) : (['coming', 'late'] as const);
  return order.flatMap((group) => {
    const { aside, total } = headings[group][locale];
    const currencies = [...new Set(groups[group].map(({ open }) => open.currency))];
    return currencies.map((currency, index) => {
      const lines = groups[group].filter(({ open }) => open.currency === currency);
      const list = paymentList(facts, lines, total);
      return group === about || index > 0 ? list : { ...list, heading: aside };
    });
  });
}

/** A letter to the customer. It carries no link: what it asks for is a payment, and nothing in it acts for anybody. */
function toCustomer(facts: NoticeFacts, { opening, about, closing }: Tone): Letter {
  const { locale, reader, recipient, wait } = facts;
  const contact = reader.nameOf(wait.holder);
  const zh = locale === 'zh-CN';
  return {
    subject: paymentSubject(facts),
    greeting: zh ? `尊敬的${recipient}：` : `Dear ${recipient},`,
    opening,
    lists: customerLists(facts, about),
    quote: text(facts, 'note'),
    closing: [...closing, zh ? `顺颂商祺\n${contact}` : `Kind regards,\n${contact}`],
    footer: zh
      ? '本邮件由系统自动发送。如有疑问，直接回复本邮件即可联系我们的负责人。'
      : 'Sent automatically. A reply to this mail reaches the person named above.',
  };
}

const crossed = {
  en: 'If you have paid in the meantime, please take no notice of this letter.',
  'zh-CN': '如您已付款，请忽略本函。',
} as const;

function reference(facts: NoticeFacts): string {
  return text(facts, 'reference') ?? facts.wait.subject.number;
}

export function notice(facts: NoticeFacts): Letter {
  const number = reference(facts);
  return toCustomer(
    facts,
    facts.locale === 'zh-CN'
      ? {
          opening: [`感谢您的合作。谨此提示，合同 ${number} 项下的以下款项即将到期：`],
          about: 'coming',
          closing: ['请您留意并按期安排付款，谢谢。', crossed['zh-CN']],
        }
      : {
          opening: [`Thank you for working with us. This is to let you know which payments under ${number} fall due:`],
          about: 'coming',
          closing: ['We would be glad to receive them on time.', crossed.en],
        },
  );
}

export function reminder(facts: NoticeFacts): Letter {
  const number = reference(facts);
  return toCustomer(
    facts,
    facts.locale === 'zh-CN'
      ? {
          opening: [`您好！我们尚未收到合同 ${number} 项下的以下款项，可能是您一时未及安排：`],
          about: 'late',
          closing: ['烦请您核对并尽快付款。如付款有困难或对款项有疑问，请与我们联系。', crossed['zh-CN']],
        }
      : {
          opening: [`It may have escaped your notice that these payments under ${number} have not reached us yet:`],
          about: 'late',
          closing: [
            'Could you please look into it and arrange payment? If anything about them is unclear, let us know.',
            crossed.en,
          ],
        },
  );
}

export function secondReminder(facts: NoticeFacts): Letter {
  const number = reference(facts);
  return toCustomer(
    facts,
    facts.locale === 'zh-CN'
      ? {
          opening: [`合同 ${number} 项下的以下款项已逾期，我们至今仍未收到：`],
          about: 'late',
          closing: ['请您尽快付款，或回复告知预计付款日期。', crossed['zh-CN']],
        }
      : {
          opening: [`These payments under ${number} are overdue, and we have still not received them:`],
          about: 'late',
          closing: ['Please pay them without delay, or reply with the date on which you will.', crossed.en],
        },
  );
}

export function formalLetter(facts: NoticeFacts): Letter {
  const number = reference(facts);
  return toCustomer(
    facts,
    facts.locale === 'zh-CN'
      ? {
          opening: ['催款函', `贵方在合同 ${number} 项下的以下款项已逾期，经多次提醒仍未支付：`],
          about: 'late',
          closing: [
            '请贵方于收到本函后五个工作日内付清上述款项。我方保留依据合同及法律主张逾期付款责任的权利。',
            '如对款项有异议，请在上述期限内书面说明理由；无异议部分仍请按期支付。',
            crossed['zh-CN'],
          ],
        }
      : {
          opening: [
            'Formal demand for payment',
            `The following payments under ${number} are overdue and remain unpaid after several reminders:`,
          ],
          about: 'late',
          closing: [
            'We ask you to pay them in full within five working days of receiving this letter. We reserve all rights under the contract and the law.',
            'If you dispute any of them, please give us your reasons in writing within that time; what is undisputed remains payable.',
            crossed.en,
          ],
        },
  );
}
