import { dayText, momentText } from '../../../domain/moment.ts';
import { formatMoney } from '../../../domain/money.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

interface Message {
  readonly opening: string;
  readonly quote?: string | null;
  readonly more?: readonly (readonly [label: string, value: string | null])[];
  /** Whether the contract waits for something that the mail ends with. */
  readonly over?: boolean;
}

function letter(facts: NoticeFacts, { opening, quote = null, more = [], over = false }: Message): Letter {
  const { locale, reader, wait } = facts;
  const { number, title, customer, amount } = wait.subject;
  const zh = locale === 'zh-CN';
  const until = text(facts, 'until');
  const rows: (readonly [string, string | null | undefined])[] = [
    [zh ? '合同编号' : 'Contract', number],
    [zh ? '合同名称' : 'Title', title],
    [zh ? '客户' : 'Customer', customer?.name],
    [zh ? '金额' : 'Amount', amount && formatMoney(amount)],
    [zh ? '到期日' : 'Last day', until && dayText(until, reader)],
    ...more,
  ];
  return {
    subject: `${number} ${zh ? '合同：' : 'Contract: '}${title}`,
    greeting: greeting(facts),
    opening: [opening],
    facts: rows.flatMap(([name, value]) => (value ? [[name, value] as const] : [])),
    quote,
    closing: over ? [] : [waitSentence(wait, reader)],
    footer: footer(facts),
  };
}

/** What is late, by the step the contract stands at. */
const late: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {
  draft: { en: 'has not been handed in for approval yet', 'zh-CN': '尚未完成起草并提交审批' },
  review: { en: 'is still in approval', 'zh-CN': '仍在审批中' },
  signature: {
    en: 'has been approved, but no signed copy has been filed yet',
    'zh-CN': '已审批通过，但签署件尚未归档',
  },
  copyCheck: { en: 'has a signed copy that nobody has checked yet', 'zh-CN': '的签署件尚未核对' },
};

function lateness(facts: NoticeFacts): string {
  return (late[text(facts, 'step') ?? 'draft'] ?? late.draft)?.[facts.locale] ?? '';
}

export function reminder(facts: NoticeFacts): Letter {
  const what = lateness(facts);
  return letter(facts, {
    opening: facts.locale === 'zh-CN' ? `以下合同${what}，请您处理。` : `This contract ${what}.`,
  });
}

export function escalated(facts: NoticeFacts): Letter {
  const what = lateness(facts);
  const holder = person(facts, 'holder') ?? facts.reader.nameOf(facts.wait.holder);
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? `${holder}负责的以下合同${what}，特向您上报。`
        : `This contract, for which ${holder} answers, ${what}.`,
  });
}

const reviewEndings: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {
  rejected: { en: 'was rejected', 'zh-CN': '审批未通过' },
  withdrawn: { en: 'was withdrawn from approval', 'zh-CN': '已撤回审批' },
  terminated: { en: 'had its approval terminated', 'zh-CN': '审批已被终止' },
};

export function reviewEnded(facts: NoticeFacts): Letter {
  const ending = (reviewEndings[text(facts, 'outcome') ?? 'rejected'] ?? reviewEndings.rejected)?.[facts.locale];
  const by = person(facts, 'endedBy');
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? `以下合同${ending}${by ? `（${by}）` : ''}，已退回草稿，请修改后重新提交。`
        : `This contract ${ending}${by ? ` by ${by}` : ''}. It is a draft again: revise it and hand it in once more.`,
    quote: text(facts, 'comment'),
  });
}

/** Both hashes beside each other, so that nobody has to look for what was approved. */
export function copyToConfirm(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const by = person(facts, 'by');
  return letter(facts, {
    opening: zh
      ? `${by ?? '同事'}归档了以下合同的签署件。文件与审批通过的版本不是同一份文件（扫描件必然如此），请您逐页核对内容是否一致，并填写核对结论。`
      : `${by ?? 'A colleague'} has filed a signed copy of this contract. Its bytes are not those that were approved, as with any scan: please compare the two page by page and record what you find.`,
    more: [
      [zh ? '签署件' : 'Signed copy', text(facts, 'fileName')],
      [zh ? '签署日期' : 'Signed on', dayOf(facts, 'signedOn')],
      [zh ? '签署件 SHA-256' : 'SHA-256 of the copy', text(facts, 'sha256')],
      [zh ? '审批版本 SHA-256' : 'SHA-256 approved', text(facts, 'approvedSha256')],
    ],
  });
}

function dayOf(facts: NoticeFacts, name: string): string | null {
  const day = text(facts, name);
  return day === null ? null : dayText(day, facts.reader);
}

export function copyRefused(facts: NoticeFacts): Letter {
  const by = person(facts, 'by') ?? '';
  const file = text(facts, 'fileName') ?? '';
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? `${by}核对后认为签署件“${file}”与审批通过的版本不一致，请重新提供签署件。`
        : `${by} has found that the signed copy “${file}” is not what was approved. Please file the right one.`,
    quote: text(facts, 'comment'),
  });
}

export function expiring(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const dueAt = facts.details.dueAt;
  const deadline = typeof dueAt === 'number' ? momentText(dueAt, facts.reader) : null;
  const renews = facts.details.autoRenew === true;
  const opening = zh
    ? `以下合同即将到期${renews ? '，如不另行通知将自动续期' : '，如不续签将自动终止'}。请决定续签或到期终止。`
    : `This contract is about to end${renews ? ' and renews by itself unless it is ended in time' : ' and expires unless it is renewed'}. Please decide how it goes on.`;
  return letter(facts, {
    opening,
    more: [
      [zh ? '负责人' : 'Owner', person(facts, 'owner')],
      [zh ? '最迟决定时间' : 'To be decided by', deadline],
    ],
  });
}

export function renewed(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const by = person(facts, 'by');
  const automatic = facts.details.automatic === true;
  const until = dayOf(facts, 'newUntil') ?? '';
  const opening = zh
    ? `以下合同已${automatic ? '按约定自动续期' : `由${by ?? ''}续签`}，新的到期日为 ${until}。`
    : `This contract has been renewed${automatic ? ' by itself, as agreed' : by ? ` by ${by}` : ''}; its last day is now ${until}.`;
  return letter(facts, { opening, quote: text(facts, 'comment') });
}

const closings: Readonly<Record<string, { readonly en: string; readonly 'zh-CN': string }>> = {
  expired: { en: 'has run out', 'zh-CN': '已到期终止' },
  amended: { en: 'has been replaced by an approved amendment', 'zh-CN': '已由审批通过的变更协议取代' },
  void: { en: 'has been declared void', 'zh-CN': '已作废' },
};

export function closed(facts: NoticeFacts): Letter {
  const zh = facts.locale === 'zh-CN';
  const ending = (closings[text(facts, 'outcome') ?? 'void'] ?? closings.void)?.[facts.locale] ?? '';
  const by = text(facts, 'outcome') === 'void' ? person(facts, 'by') : null;
  const plan = text(facts, 'plan');
  const collecting = plan
    ? zh
      ? `该合同项下的回款计划 ${plan} 仍在执行，如需调整请由财务处理。`
      : ` Payment plan ${plan} goes on; finance may adjust or end it.`
    : '';
  return letter(facts, {
    opening: zh
      ? `以下合同${ending}${by ? `（${by}）` : ''}。${collecting}`
      : `This contract ${ending}${by ? ` by ${by}` : ''}.${collecting}`,
    more: [[zh ? '变更协议' : 'Amendment', text(facts, 'successor')]],
    quote: text(facts, 'comment'),
    over: true,
  });
}

export function assigned(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  const by = person(facts, 'by');
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? `${by ? `${by}已将` : ''}以下合同${from ? `（原负责人：${from}）` : ''}交由您负责。`
        : `You are now the owner of this contract${from ? `, which ${from} had before` : ''}${by ? `; assigned by ${by}` : ''}.`,
  });
}
