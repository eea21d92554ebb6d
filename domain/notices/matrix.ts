import { type Notice, notices } from '../effects.ts';
import { catalogue, type NoticeSort } from './catalogue.ts';

/** The ways in which a notice reaches a person; the last three are robots in group chats. */
export const noticeChannels = ['email', 'inApp', 'wecom', 'dingtalk', 'feishu'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

export const robotChannels = ['wecom', 'dingtalk', 'feishu'] as const satisfies readonly NoticeChannel[];
export type RobotChannel = (typeof robotChannels)[number];

/**
 * What the company says about a notice on a channel: `always` and `never` hold for everybody, `on` and `off` until a
 * person chooses otherwise.
 */
export const cells = ['always', 'on', 'off', 'never'] as const;
export type Cell = (typeof cells)[number];

/** One row of the matrix. An urgent notice does not wait for the end of quiet hours. */
export interface NoticeRow {
  readonly channels: Readonly<Record<NoticeChannel, Cell>>;
  readonly urgent: boolean;
}

function row(email: Cell, inApp: Cell, robots: Cell, urgent: boolean): NoticeRow {
  return { channels: { email, inApp, wecom: robots, dingtalk: robots, feishu: robots }, urgent };
}

const defaults: Readonly<Record<NoticeSort, NoticeRow>> = {
  decision: row('always', 'always', 'on', false),
  alarm: row('always', 'always', 'off', true),
  task: row('on', 'always', 'on', false),
  news: row('on', 'always', 'off', false),
  letter: row('always', 'never', 'never', true),
};

/** What a company has changed of the matrix. */
export type CompanyMatrix = Readonly<
  Partial<
    Record<Notice, { readonly channels?: Readonly<Partial<Record<NoticeChannel, Cell>>>; readonly urgent?: boolean }>
  >
>;

/** What a person has chosen for themselves, where the company leaves the choice. */
export type PersonalMatrix = Readonly<Partial<Record<Notice, Readonly<Partial<Record<NoticeChannel, boolean>>>>>>;

/**
 * Whether a cell is the same in every company. Nobody can silence what asks for a decision or for money, or says that
 * something has failed; what colleagues are told can always be read in the product; a customer's letter is a mail.
 */
export function isFixed(notice: Notice, channel: NoticeChannel): boolean {
  const cell = defaults[catalogue[notice].sort].channels[channel];
  return cell === 'always' || cell === 'never';
}

/** A notice's row as it counts: the defaults with what the company has changed, except where that is fixed. */
export function noticeRow(company: CompanyMatrix, notice: Notice): NoticeRow {
  const standard = defaults[catalogue[notice].sort];
  const changed = company[notice];
  const cellFor = (channel: NoticeChannel): Cell =>
    isFixed(notice, channel)
      ? standard.channels[channel]
      : (changed?.channels?.[channel] ?? standard.channels[channel]);
  return {
    channels: {
      email: cellFor('email'),
      inApp: cellFor('inApp'),
      wecom: cellFor('wecom'),
      dingtalk: cellFor('dingtalk'),
      feishu: cellFor('feishu'),
    },
    urgent: changed?.urgent ?? standard.urgent,
  };
}

/** Whether a notice goes to a person on a channel. */
export function wants(cell: Cell, choice: boolean | undefined): boolean {
  if (cell === 'always') return true;
  if (cell === 'never') return false;
  return choice ?? cell === 'on';
}

/** The first cell that a company may not change as it wants to, or undefined. */
export function faultInCompanyMatrix(matrix: CompanyMatrix): { field: string; message: string } | undefined {
  for (const notice of notices) {
    for (const [channel, cell] of Object.entries(matrix[notice]?.channels ?? {}) as [NoticeChannel, Cell][]) {
      const standard = defaults[catalogue[notice].sort].channels[channel];
      if (!isFixed(notice, channel) || cell === standard) continue;
      return { field: `matrix.${notice}.channels.${channel}`, message: `${notice} is ${standard} sent by ${channel}` };
    }
  }
  return undefined;
}

/** The first choice that the company does not leave to a person, or undefined. */
export function faultInChoices(
  choices: PersonalMatrix,
  company: CompanyMatrix,
): { field: string; message: string } | undefined {
  for (const notice of notices) {
    const { channels } = noticeRow(company, notice);
    for (const [channel, wanted] of Object.entries(choices[notice] ?? {}) as [NoticeChannel, boolean][]) {
      const cell = channels[channel];
      if (cell === 'on' || cell === 'off' || wanted === (cell === 'always')) continue;
      return { field: `matrix.${notice}.${channel}`, message: `${notice} is ${cell} sent by ${channel}` };
    }
  }
  return undefined;
}
