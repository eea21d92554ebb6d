import type { Instant, WorkingCalendar } from '../calendar.ts';
import type { Notice } from '../effects.ts';
import type { Role, UserId } from '../people.ts';
import { type NoticeChannel, noticeRow, type RobotChannel, wants } from './matrix.ts';
import { endOfQuiet } from './quiet.ts';
import { type CompanyNoticeSettings, type PersonalNoticeSettings, quietHoursOf } from './settings.ts';

/** Whose notices a group chat hears: everybody's, those of a role, or those of a person and everybody below them. */
export type Audience =
  | { readonly of: 'everyone' }
  | { readonly of: 'role'; readonly role: Role }
  | { readonly of: 'team'; readonly manager: UserId };

/** A robot in a group chat. */
export interface Robot {
  readonly id: string;
  readonly channel: RobotChannel;
  readonly audience: Audience;
}

/** The person a notice is for. */
export interface Receiver {
  readonly id: UserId;
  readonly roles: readonly Role[];
  /** Everybody above them. */
  readonly managers: readonly UserId[];
}

/** One way a notice goes, and when. `target` is a robot's id; empty where the channel is the person's own. */
export interface PlannedDelivery {
  readonly channel: NoticeChannel;
  readonly target: string;
  readonly at: Instant;
}

function hears({ audience }: Robot, receiver: Receiver): boolean {
  switch (audience.of) {
    case 'everyone':
      return true;
    case 'role':
      return receiver.roles.includes(audience.role);
    case 'team':
      return audience.manager === receiver.id || receiver.managers.includes(audience.manager);
    default:
      return audience satisfies never;
  }
}

/**
 * How and when a notice reaches a colleague. Quiet hours hold mails back by the person's own, and group chats by the
 * company's; what is read in the product disturbs nobody and is there at once.
 */
export function planDeliveries(
  notice: Notice,
  receiver: Receiver,
  given: {
    readonly company: CompanyNoticeSettings;
    readonly person: PersonalNoticeSettings;
    readonly robots: readonly Robot[];
    /** The receiver's, in whose zone their quiet hours are. */
    readonly calendar: WorkingCalendar;
    readonly companyCalendar: WorkingCalendar;
    readonly now: Instant;
  },
): readonly PlannedDelivery[] {
  const { company, person, robots, calendar, companyCalendar, now } = given;
  const { channels, urgent } = noticeRow(company.matrix, notice);
  const goes = (channel: NoticeChannel) => wants(channels[channel], person.matrix[notice]?.[channel]);
  const mailAt = urgent ? now : endOfQuiet(quietHoursOf(company, person), calendar, now);
  const chatAt = urgent ? now : endOfQuiet(company.quiet, companyCalendar, now);
  return [
    ...(goes('inApp') ? [{ channel: 'inApp', target: '', at: now } as const] : []),
    ...(goes('email') ? [{ channel: 'email', target: '', at: mailAt } as const] : []),
    ...robots
      .filter((robot) => goes(robot.channel) && hears(robot, receiver))
      .map(({ id, channel }) => ({ channel, target: id, at: chatAt })),
  ];
}
