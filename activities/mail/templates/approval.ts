import type { ApprovalOutcome } from '../../../domain/approval/model.ts';
import type { Locale } from '../../../domain/effects.ts';
import { momentText } from '../../../domain/moment.ts';
import { formatMoney } from '../../../domain/money.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import type { Localised } from '../../../domain/variant.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { footer, greeting } from './phrases.ts';

const labels = {
  en: {
    document: 'Document',
    version: 'Version',
    title: 'Title',
    amount: 'Amount',
    customer: 'Customer',
    starter: 'Asked by',
    step: 'Step',
    due: 'Due',
  },
  'zh-CN': {
    document: '文件编号',
    version: '版本',
    title: '标题',
    amount: '金额',
    customer: '客户',
    starter: '发起人',
    step: '环节',
    due: '期限',
  },
} as const satisfies Record<Locale, object>;

/** The mails of one approval share a subject, so that they stay together in the reader's mailbox. */
function subject({ locale, wait: { subject: about } }: NoticeFacts): string {
  return `${about.number} ${locale === 'zh-CN' ? '审批：' : 'Approval: '}${about.title}`;
}

function documentFacts(facts: NoticeFacts): NonNullable<Letter['facts']> {
  const { locale, notice, reader } = facts;
  const { subject: about, dueAt } = facts.wait;
  const over = notice === 'approval.decided' || notice === 'approval.withdrawn';
  const label = labels[locale];
  const rows: [string, string | null | undefined][] = [
    [label.document, about.number],
    [label.version, about.documentVersion === undefined ? null : `v${about.documentVersion}`],
    [label.title, about.title],
    [label.amount, about.amount && formatMoney(about.amount)],
    [label.customer, about.customer?.name],
    [label.starter, person(facts, 'starter')],
    [label.step, text(facts, `nodeTitle.${locale}`)],
    [label.due, over || dueAt === null ? null : momentText(dueAt, reader)],
  ];
  return rows.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

interface Wording {
  readonly opening: readonly string[];
  readonly quote?: string | null;
  readonly closing?: readonly string[];
}

function letter(facts: NoticeFacts, { opening, quote, closing = [] }: Wording): Letter {
  return {
    subject: subject(facts),
    greeting: greeting(facts),
    opening,
    facts: documentFacts(facts),
    ...(quote ? { quote } : {}),
    closing,
    footer: footer(facts),
  };
}

/** Asks the holder for a decision: what happens if none comes, and the way to give one. */
function asking(facts: NoticeFacts, opening: readonly string[], quote?: string | null): Letter {
  const { locale, decideAt, reader, wait } = facts;
  const zh = locale === 'zh-CN';
  const asked = letter(facts, { opening, quote: quote ?? null, closing: [waitSentence(wait, reader)] });
  if (!decideAt) return asked;
  const promise = zh
    ? '按钮会打开一个页面，您可在其中阅读文件；在页面上确认之前不会作出任何决定，无需登录。'
    : 'The buttons open a page on which you can read the document. Nothing is decided until you confirm it there; no sign-in is needed.';
  return {
    ...asked,
    closing: [...(asked.closing ?? []), promise],
    agree: { label: zh ? '同意' : 'Approve', url: decideAt },
    refuse: { label: zh ? '拒绝' : 'Reject', url: `${decideAt}?choose=reject` },
    links: [{ label: zh ? '阅读文件' : 'Read the document', url: `${decideAt}/document` }],
  };
}

export function requested(facts: NoticeFacts): Letter {
  const starter = person(facts, 'starter');
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? [`${starter ?? '同事'}请您审批以下文件。`]
      : [`${starter ?? 'A colleague'} asks for your decision on this document.`],
  );
}

export function reminder(facts: NoticeFacts): Letter {
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? ['以下文件仍在等待您的审批。请使用本邮件中的按钮，之前邮件里的按钮仅供查看。']
      : [
          'This document still waits for your decision. Please use the buttons of this mail; those of earlier ones only show the document.',
        ],
  );
}

export function urged(facts: NoticeFacts): Letter {
  const by = person(facts, 'urgedBy');
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? [`${by ?? '发起人'}催办：请尽快审批以下文件。`]
      : [`${by ?? 'The person who started it'} asks you to decide on this document soon.`],
  );
}

export function transferred(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  return asking(
    facts,
    facts.locale === 'zh-CN'
      ? [`${from ?? '原审批人'}的审批任务已转交给您，期限不变。`]
      : [`This decision has passed from ${from ?? 'its former holder'} to you. The deadline stays as it was.`],
    text(facts, 'comment'),
  );
}

export function escalated(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const holder = reader.nameOf(wait.holder);
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? [`${holder}尚未审批以下文件，特此告知。您可以提醒其处理，或安排转交。`]
        : [
            `${holder} has not decided on this document. You may want to talk to them, or have the task given to somebody else.`,
          ],
    closing: [waitSentence(wait, reader)],
  });
}

const endings = {
  approved: { en: 'was approved', 'zh-CN': '审批通过' },
  rejected: { en: 'was rejected', 'zh-CN': '审批被拒绝' },
  withdrawn: { en: 'was withdrawn', 'zh-CN': '审批已撤销' },
  terminated: { en: 'was ended by an admin', 'zh-CN': '审批已被管理员终止' },
} as const satisfies Record<ApprovalOutcome, Localised>;

export function decided(facts: NoticeFacts): Letter {
  const { locale, wait } = facts;
  const { number, documentVersion } = wait.subject;
  const version = documentVersion === undefined ? '' : ` v${documentVersion}`;
  const ending = endings[(text(facts, 'outcome') ?? 'approved') as ApprovalOutcome][locale];
  const by = person(facts, 'endedBy');
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? [`${number}${version} ${ending}${by ? `，操作人：${by}` : ''}。`]
        : [`${number}${version} ${ending}${by ? ` by ${by}` : ''}.`],
    quote: text(facts, 'comment'),
  });
}

const losses = {
  withdrawn: {
    en: (by: string) => `${by} has withdrawn the request.`,
    'zh-CN': (by: string) => `${by}已撤销该申请。`,
  },
  replaced: {
    en: (by: string) =>
      `${by} has replaced the document by another version, and somebody else is asked about that one.`,
    'zh-CN': (by: string) => `${by}已更换文件版本，新版本由他人审批。`,
  },
  rejected: { en: (by: string) => `${by} has rejected it.`, 'zh-CN': (by: string) => `${by}已拒绝该文件。` },
  sibling: { en: (by: string) => `${by} has already approved it.`, 'zh-CN': (by: string) => `${by}已先行同意。` },
  transferred: {
    en: (by: string) => `The decision was given to somebody else by ${by}.`,
    'zh-CN': (by: string) => `该任务已由${by}转交他人。`,
  },
} as const;

export function withdrawn(facts: NoticeFacts): Letter {
  const { locale } = facts;
  const cause = (text(facts, 'cause') ?? 'withdrawn') as keyof typeof losses;
  const by = person(facts, 'endedBy') ?? (locale === 'zh-CN' ? '系统' : 'the system');
  const why = losses[cause][locale](by);
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? ['以下文件不再需要您审批，之前邮件中的按钮已失效。', why]
        : ['You no longer need to decide on this document; the buttons of earlier mails have no effect.', why],
  });
}
