import type { LossCause } from '../../../domain/approval/mails.ts';
import type { ApprovalOutcome } from '../../../domain/approval/model.ts';
import type { Locale } from '../../../domain/effects.ts';
import { waitSentence } from '../../../domain/sentence.ts';
import type { Localised } from '../../../domain/variant.ts';
import { type NoticeFacts, person, text } from '../facts.ts';
import type { Letter } from '../letter.ts';
import { letter } from './approval.ts';

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

/** Why a task is nobody's to answer any more. */
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
  sentBack: {
    en: (by: string) => `${by} has sent the document back.`,
    'zh-CN': (by: string) => `${by}已退回该文件。`,
  },
  takenBack: {
    en: (by: string) => `${by} has taken their approval back and decides once more; you may be asked again later.`,
    'zh-CN': (by: string) => `${by}已拿回审批并将重新审批，之后可能会再次请您处理。`,
  },
  removed: {
    en: (by: string) => `${by} has taken you out of this step.`,
    'zh-CN': (by: string) => `${by}已将您从该环节减签。`,
  },
  overridden: {
    en: (by: string) => `${by} has moved the approval on as an admin.`,
    'zh-CN': (by: string) => `管理员${by}已干预该审批。`,
  },
  terminated: {
    en: (by: string) => `${by} has ended the approval as an admin.`,
    'zh-CN': (by: string) => `管理员${by}已终止该审批。`,
  },
} as const satisfies Record<LossCause, Readonly<Record<Locale, (by: string) => string>>>;

export function withdrawn(facts: NoticeFacts): Letter {
  const { locale } = facts;
  const cause = (text(facts, 'cause') ?? 'withdrawn') as LossCause;
  const by = person(facts, 'endedBy') ?? (locale === 'zh-CN' ? '系统' : 'the system');
  const why = losses[cause][locale](by);
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? ['以下文件不再需要您审批，之前邮件中的按钮已失效。', why]
        : ['You no longer need to decide on this document; the buttons of earlier mails have no effect.', why],
    quote: text(facts, 'comment'),
  });
}

export function sentBack(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const zh = locale === 'zh-CN';
  const from = person(facts, 'from') ?? (zh ? '审批人' : 'An approver');
  const straight = text(facts, 'resubmission') === 'JUMP';
  const onward = zh
    ? straight
      ? `重新提交后将直接由${from}继续审批；如金额等关键内容有变，相关环节须重新审批。`
      : '重新提交后将从头依次审批。'
    : straight
      ? `Once you submit it again it goes straight to ${from}; where the amount or another deciding fact changes, the steps concerned are asked again.`
      : 'Once you submit it again it goes through every step again.';
  return letter(facts, {
    opening: zh
      ? [`${from}已将以下文件退回给您修改。`, onward]
      : [`${from} has sent this document back to you.`, onward],
    quote: text(facts, 'comment'),
    closing: [waitSentence(wait, reader)],
  });
}

export function copied(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? [`${from ?? '同事'}将以下审批抄送给您，仅供知悉，无需处理。`]
        : [`${from ?? 'A colleague'} has copied this approval to you for your information. Nothing is asked of you.`],
    quote: text(facts, 'comment'),
  });
}

export function question(facts: NoticeFacts): Letter {
  const { locale, reader, wait } = facts;
  const from = person(facts, 'from');
  return letter(facts, {
    opening:
      locale === 'zh-CN'
        ? [`${from ?? '审批人'}就以下文件向您提问，请尽快答复；审批期限不因此暂停。`]
        : [`${from ?? 'An approver'} has a question about this document. The clock runs on, so please answer soon.`],
    quote: text(facts, 'text'),
    closing: [waitSentence(wait, reader)],
  });
}

export function answer(facts: NoticeFacts): Letter {
  const from = person(facts, 'from');
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? [`${from ?? '发起人'}已答复您就以下文件提出的问题。`]
        : [`${from ?? 'The person who asked'} has answered your question about this document.`],
    quote: text(facts, 'text'),
  });
}

export function overridden(facts: NoticeFacts): Letter {
  const by = person(facts, 'by');
  return letter(facts, {
    opening:
      facts.locale === 'zh-CN'
        ? [`管理员${by ?? ''}已干预您发起的以下审批，原因如下。`]
        : [`${by ?? 'An admin'} has moved this approval of yours on as an admin, for the reason below.`],
    quote: text(facts, 'comment'),
  });
}
