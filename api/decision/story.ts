import type { ApprovalOutcome, Task } from '../../domain/approval/model.ts';
import type { Instant } from '../../domain/calendar.ts';
import type { Locale } from '../../domain/effects.ts';
import type { Rejection } from '../../domain/errors.ts';
import { momentText } from '../../domain/moment.ts';
import { type Reader, waitSentence } from '../../domain/sentence.ts';
import type { LinkView } from './link.ts';

type Told = (facts: { who: string; when: string; what: string }) => string;
type Wording = Readonly<Record<Locale, Told>>;

const approved: Wording = {
  en: ({ who, when, what }) => `${who} approved ${what} on ${when}.`,
  'zh-CN': ({ who, when, what }) => `${who}已于${when}同意 ${what}。`,
};
const rejected: Wording = {
  en: ({ who, when, what }) => `${who} rejected ${what} on ${when}.`,
  'zh-CN': ({ who, when, what }) => `${who}已于${when}拒绝 ${what}。`,
};
const passedOn: Wording = {
  en: ({ who, when }) => `The decision passed to ${who} on ${when} and is no longer yours to make.`,
  'zh-CN': ({ who, when }) => `该任务已于${when}转交${who}，不再由您审批。`,
};
const replaced: Wording = {
  en: ({ when, what }) => `The document was replaced on ${when}; what is under approval now is ${what}.`,
  'zh-CN': ({ when, what }) => `文件已于${when}更换，目前审批的是 ${what}。`,
};
const sentBack: Wording = {
  en: ({ who, when, what }) => `${who} sent ${what} back on ${when}. Nothing is to be decided until it comes again.`,
  'zh-CN': ({ who, when, what }) => `${who}已于${when}退回 ${what}，重新提交后才能审批。`,
};
const takenBack: Wording = {
  en: ({ who, when }) => `${who} took an approval back on ${when}; this question may be put to you again later.`,
  'zh-CN': ({ who, when }) => `${who}已于${when}拿回审批，之后可能会再次请您审批。`,
};
const askedOthers: Wording = {
  en: ({ who }) => `You have asked ${who} first and decide once they have answered.`,
  'zh-CN': ({ who }) => `您已请${who}先行处理，对方答复后再由您审批。`,
};
const askedAgain: Wording = {
  en: () => 'You are asked once more; please use the buttons of the latest mail.',
  'zh-CN': () => '已再次请您审批，请使用最新邮件中的按钮。',
};
const noLongerNeeded: Readonly<Record<Locale, string>> = {
  en: 'Your decision is therefore no longer needed.',
  'zh-CN': '因此不再需要您审批。',
};
const endings = {
  approved: {
    en: ({ when }) => `The approval as a whole ended on ${when}: approved.`,
    'zh-CN': ({ when }) => `整个审批已于${when}结束：通过。`,
  },
  rejected: {
    en: ({ when }) => `The approval as a whole ended on ${when}: rejected.`,
    'zh-CN': ({ when }) => `整个审批已于${when}结束：拒绝。`,
  },
  withdrawn: {
    en: ({ who, when }) => `${who} withdrew the request on ${when}.`,
    'zh-CN': ({ who, when }) => `${who}已于${when}撤销申请。`,
  },
  terminated: {
    en: ({ who, when }) => `${who} ended the approval on ${when}.`,
    'zh-CN': ({ who, when }) => `${who}已于${when}终止该审批。`,
  },
} as const satisfies Record<
  ApprovalOutcome,
  Readonly<Record<Locale, (facts: { who: string; when: string }) => string>>
>;

/** What a refusal itself says about who decided what and when: it may know of something that is being recorded just now. */
export function refusalStory({ code, facts = {} }: Rejection, view: LinkView, reader: Reader): readonly string[] {
  const { locale, nameOf } = reader;
  const { decidedBy, decidedAt, holder, heldSince } = facts;
  const result = facts.decision ?? facts.outcome;
  const what = documentText(view.document);
  const at = (instant: unknown) => (typeof instant === 'number' ? momentText(instant, reader) : '');
  if (typeof decidedBy === 'string' && (result === 'approved' || result === 'rejected')) {
    const wording = result === 'approved' ? approved : rejected;
    return [wording[locale]({ who: nameOf(decidedBy), when: at(decidedAt), what })];
  }
  if (typeof decidedBy === 'string' && (result === 'withdrawn' || result === 'terminated')) {
    return [endings[result][locale]({ who: nameOf(decidedBy), when: at(decidedAt) })];
  }
  if (code === 'NOT_HOLDER' && typeof holder === 'string') {
    return [passedOn[locale]({ who: nameOf(holder), when: at(heldSince), what })];
  }
  return [];
}

/** Number and version as people name a document. */
export function documentText({ number, version }: { number: string; version: number }): string {
  return `${number} v${version}`;
}

/** Who decided what and when, how the approval ended, and what it waits for now: what a person needs to know when a link does nothing any more. */
export function whatHappened(view: LinkView, reader: Reader): readonly string[] {
  const { state, waits } = view;
  const { ending } = state;
  const story = [...taskStory(view, reader)];
  if (ending) {
    const facts = { who: reader.nameOf(ending.by), when: momentText(ending.at, reader) };
    story.push(endings[ending.outcome][reader.locale](facts));
  } else {
    story.push(...waits.map((wait) => waitSentence(wait, reader)));
  }
  return story;
}

function taskStory({ state, task, link, document }: LinkView, reader: Reader): readonly string[] {
  const { locale, nameOf } = reader;
  const what = documentText(document);
  const tell = (wording: Wording, who: string | null, at: Instant | null, about = what): string =>
    wording[locale]({ who: nameOf(who ?? 'system'), when: at === null ? '' : momentText(at, reader), what: about });
  const decided = (one: Task): string =>
    tell(one.status === 'REJECTED' ? rejected : approved, one.decidedBy, one.decidedAt);
  switch (task.status) {
    case 'APPROVED':
    case 'APPROVED_PENDING':
    case 'REJECTED':
      return [decided(task)];
    case 'SENT_BACK':
      return [tell(sentBack, task.decidedBy, task.decidedAt)];
    case 'WAITING': {
      const asked = state.tasks.filter(({ added, status }) => added?.to === task.id && status === 'ACTIVE');
      return [tell(askedOthers, asked.map(({ holder }) => nameOf(holder)).join(', '), null)];
    }
    case 'CANCELLED':
    case 'CANCELLED_BY_SIBLING': {
      const settling = state.tasks.find(({ id }) => id === task.settledBy);
      if (settling?.decision) return [decided(settling), noLongerNeeded[locale]];
      const back = state.tasks.find((one) => one.round === state.round && one.asked > 1 && one.status === 'ACTIVE');
      return back && task.status === 'CANCELLED'
        ? [tell(takenBack, back.holder, back.openedAt)]
        : [noLongerNeeded[locale]];
    }
    case 'VOID': {
      const sender = state.tasks.find(({ id, status }) => id === task.settledBy && status === 'SENT_BACK');
      if (sender) return [tell(sentBack, sender.decidedBy, sender.decidedAt)];
      const past = state.pastRounds.find(({ round }) => round === link.round);
      return [tell(replaced, null, past?.endedAt ?? task.closedAt, documentText(state.document))];
    }
    case 'ACTIVE':
    case 'QUEUED':
      if (task.holder !== link.userId) return [tell(passedOn, task.holder, task.heldSince)];
      return task.round === link.round ? [] : [tell(askedAgain, task.holder, task.openedAt)];
    default:
      return task.status satisfies never;
  }
}
