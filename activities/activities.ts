import type { LocalDate } from '../domain/calendar.ts';
import type { BusinessClock } from '../domain/clock.ts';
import type { StampedEffect, StampedMail } from '../domain/effects.ts';
import type { DigestPlan } from '../domain/notices/digest.ts';
import type { Directory } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import { answerQuestions } from '../prisma/questions.ts';
import type { RecordRequest } from '../workflows/messages.ts';
import { noteAbsence, readAbsence } from './company/absence.ts';
import type { CompanyActivities } from './company/activities.ts';
import { tellPage } from './company/rollout.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { planDigests, reportDigest, sendDigest } from './digest/digest.ts';
import { keepTodaysFigures } from './figures.ts';
import { heartbeating } from './heartbeat.ts';
import { launch } from './launch.ts';
import { takeBounce } from './mail/bounce.ts';
import { type DeliveryRef, deliverNotice, reportUndelivered } from './notices/later.ts';
import { notify } from './notices/notify.ts';
import { record } from './record.ts';
import { tell } from './tell.ts';
import { deliverWebhooks } from './webhooks/deliver.ts';

/** Everything a process asks the world for. Each is safe to run twice. */
export interface Activities {
  /** Writes events, projections and outgoing mails in one transaction; answers the new head of the hash chain. */
  record(request: RecordRequest): Promise<string>;
  /** Answers questions about the organisation and about customers as they are at business time `at`. */
  lookUpPeople(request: { queries: readonly Question[]; at: number }): Promise<Directory>;
  /** Brings a recorded notice to its receiver, on every channel it is to take. */
  sendMail(request: { tenant: string; processId: string; mail: StampedMail }): Promise<void>;
  launchProcess(request: {
    tenant: string;
    clock: BusinessClock;
    from: string;
    effect: Extract<StampedEffect, { type: 'launch' }>;
  }): Promise<void>;
  tellProcess(request: {
    tenant: string;
    from: string;
    effect: Extract<StampedEffect, { type: 'tell' }>;
  }): Promise<void>;
  /** Carries out one delivery whose moment has come. */
  deliverNotice(request: DeliveryRef & { tenant: string }): Promise<void>;
  /** Makes a delivery that was given up a wait of a named person. */
  reportUndelivered(request: DeliveryRef & { tenant: string; clock: BusinessClock; cause: string }): Promise<void>;
  /** Sends what is due for a webhook; answers when the next message is, in real time. */
  deliverWebhooks(request: { tenant: string; webhookId: string }): Promise<{ nextAt: number | null }>;
  /** Whose daily summaries are due at business time `now`. */
  planDigests(request: { now: number }): Promise<DigestPlan>;
  sendDigest(request: { userId: string; day: LocalDate }): Promise<void>;
  /** Has somebody look after a daily summary that could not be sent. */
  reportDigest(request: { tenant: string; userId: string; day: LocalDate; cause: string }): Promise<void>;
  /** Does what follows when a mail has come back. */
  takeBounce(request: { tenant: string; bounceId: string }): Promise<void>;
  /** Keeps the figures of the day it is. */
  keepFigures(request: { clock: BusinessClock }): Promise<void>;
}

export function createActivities(dependencies: ActivityDependencies): Activities & CompanyActivities {
  const { prisma, mailSettings } = dependencies;
  return {
    record: (request) => record(dependencies, request),
    lookUpPeople: ({ queries, at }) => answerQuestions(prisma, queries, at, mailSettings.timeZone),
    sendMail: heartbeating((request) => notify(dependencies, request)),
    launchProcess: heartbeating((request) => launch(dependencies, request)),
    tellProcess: heartbeating((request) => tell(dependencies, request)),
    deliverNotice: heartbeating((request) => deliverNotice(dependencies, request)),
    reportUndelivered: heartbeating((request) => reportUndelivered(dependencies, request)),
    tellPage: (request) => tellPage(dependencies, request),
    readAbsence: (request) => readAbsence(dependencies, request),
    noteAbsence: (request) => noteAbsence(dependencies, request),
    deliverWebhooks: heartbeating((request) => deliverWebhooks(dependencies, request)),
    planDigests: (request) => planDigests(dependencies, request),
    sendDigest: heartbeating((request) => sendDigest(dependencies, request)),
    reportDigest: (request) => reportDigest(dependencies, request),
    takeBounce: heartbeating((request) => takeBounce(dependencies, request)),
    keepFigures: ({ clock }) => keepTodaysFigures(dependencies, clock),
  };
}
