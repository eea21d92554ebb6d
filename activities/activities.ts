import type { BusinessClock } from '../domain/clock.ts';
import type { StampedEffect, StampedMail } from '../domain/effects.ts';
import type { Directory } from '../domain/people.ts';
import type { Question } from '../domain/question.ts';
import { answerQuestions } from '../prisma/questions.ts';
import { recordEvents } from '../prisma/record.ts';
import type { RecordRequest } from '../workflows/messages.ts';
import { noteAbsence, readAbsence } from './company/absence.ts';
import type { CompanyActivities } from './company/activities.ts';
import { tellPage } from './company/rollout.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { heartbeating } from './heartbeat.ts';
import { launch } from './launch.ts';
import { type DeliveryRef, deliverNotice, reportUndelivered } from './notices/later.ts';
import { notify } from './notices/notify.ts';
import { tell } from './tell.ts';

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
}

export function createActivities(dependencies: ActivityDependencies): Activities & CompanyActivities {
  const { prisma, mailSettings } = dependencies;
  return {
    record: (request) => recordEvents(prisma, request, mailSettings.domain),
    lookUpPeople: ({ queries, at }) => answerQuestions(prisma, queries, at, mailSettings.timeZone),
    sendMail: heartbeating((request) => notify(dependencies, request)),
    launchProcess: heartbeating((request) => launch(dependencies, request)),
    tellProcess: heartbeating((request) => tell(dependencies, request)),
    deliverNotice: heartbeating((request) => deliverNotice(dependencies, request)),
    reportUndelivered: heartbeating((request) => reportUndelivered(dependencies, request)),
    tellPage: heartbeating((request) => tellPage(dependencies, request)),
    readAbsence: (request) => readAbsence(dependencies, request),
    noteAbsence: (request) => noteAbsence(dependencies, request),
  };
}
