import type { Client } from '@temporalio/client';
import type { Activities } from '../../activities/activities.ts';
import type { Instant, WorkingCalendar } from '../../domain/calendar.ts';
import { realTime } from '../../domain/clock.ts';
import type { StampedMail } from '../../domain/effects.ts';
import { type DigestReader, planDigests } from '../../domain/notices/digest.ts';
import { standardCompanySettings } from '../../domain/notices/settings.ts';
import type { Directory } from '../../domain/people.ts';
import type { EventBase, Summary } from '../../domain/process.ts';
import { type AnyVariant, variantById } from '../../domain/variants/index.ts';
import type { Wait } from '../../domain/wait.ts';
import { freeze, sha256 } from '../../gateway/digest.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import type { FreshProcess, RecordRequest } from '../../workflows/messages.ts';
import { chinaCalendar } from './calendar.ts';
import { actor, answer, type Organisation } from './organisation.ts';

/** A process as the world has it on record. */
export interface Recorded {
  version: number;
  hash: string;
  events: EventBase[];
  waits: readonly Wait[];
  summary: Summary;
}

/** A mail that left, with the instant at which it did. */
export interface Posted {
  readonly at: Instant;
  readonly mail: StampedMail;
}

/**
 * The outside world in memory, as strict as the real one: a record that does not continue the last one, or a mail
 * under a key that was posted before, is an error.
 */
export class InMemoryWorld implements Activities {
  readonly records = new Map<string, Recorded>();
  readonly posted: Posted[] = [];
  readonly launched: { processId: string; input: unknown }[] = [];
  readonly told: { processId: string; command: { type: string } }[] = [];
  readonly delivered: { at: Instant; key: string; channel: string }[] = [];
  readonly undelivered: { key: string; channel: string }[] = [];
  /** Who gets a daily summary, at half past eight. */
  digestReaders: readonly DigestReader[] = [];
  readonly digests: { at: Instant; userId: string; day: string }[] = [];
  /** When the next message of a webhook is due after each of its rounds; then there is none. */
  readonly webhookDue: Instant[] = [];
  readonly webhookRounds: { at: Instant; webhookId: string }[] = [];
  readonly refusedChannels = new Set<string>();
  organisation: Organisation;
  /** Answers that are not the ordinary ones, by the key of the question. */
  known: Directory = {};
  /** Mails whose notice is listed here cannot be sent. */
  readonly refusedNotices = new Set<string>();
  private readonly now: () => Promise<Instant>;

  constructor(organisation: Organisation, now: () => Promise<Instant>) {
    this.organisation = organisation;
    this.now = now;
  }

  /** As a worker registers them. */
  activities(): Activities {
    return {
      record: (request) => this.record(request),
      lookUpPeople: (request) => this.lookUpPeople(request),
      sendMail: (request) => this.sendMail(request),
      launchProcess: (request) => this.launchProcess(request),
      tellProcess: (request) => this.tellProcess(request),
      deliverNotice: (request) => this.deliverNotice(request),
      reportUndelivered: (request) => this.reportUndelivered(request),
      deliverWebhooks: (request) => this.deliverWebhooks(request),
      planDigests: (request) => this.planDigests(request),
      sendDigest: (request) => this.sendDigest(request),
      reportDigest: (request) => this.reportDigest(request),
      takeBounce: (request) => this.takeBounce(request),
      keepFigures: () => this.keepFigures(),
    };
  }

  recordOf(processId: string): Recorded {
    const found = this.records.get(processId);
    if (!found) throw new Error(`${processId} is not on record`);
    return found;
  }

  async record(request: RecordRequest): Promise<string> {
    const before = this.records.get(request.processId);
    if ((before?.version ?? 0) !== request.previousVersion)
      throw new Error(`Gap in the record of ${request.processId}`);
    if (before && before.hash !== request.previousHash) throw new Error(`Broken chain of ${request.processId}`);
    const hash = sha256(request.previousHash + JSON.stringify(request.events));
    this.records.set(request.processId, {
      version: request.previousVersion + request.events.length,
      hash,
      events: [...(before?.events ?? []), ...request.events.map(({ event }) => event)],
      waits: request.waits,
      summary: request.summary,
    });
    return hash;
  }

  async lookUpPeople({ queries }: Parameters<Activities['lookUpPeople']>[0]) {
    return answer(this.organisation, queries, this.known);
  }

  /** No figures are read from this world. */
  async keepFigures(): Promise<void> {}

  async sendMail({ mail }: Parameters<Activities['sendMail']>[0]) {
    if (this.refusedNotices.has(mail.notice)) throw new Error(`The mail server refuses ${mail.notice}`);
    if (this.posted.some((posted) => posted.mail.key === mail.key)) throw new Error(`${mail.key} was posted before`);
    this.posted.push({ at: await this.now(), mail });
  }

  async launchProcess({ effect }: Parameters<Activities['launchProcess']>[0]) {
    this.launched.push({ processId: effect.processId, input: effect.input });
  }

  async tellProcess({ effect }: Parameters<Activities['tellProcess']>[0]) {
    this.told.push({ processId: effect.processId, command: effect.command });
  }
  async deliverNotice({ key, channel }: Parameters<Activities['deliverNotice']>[0]) {
    if (this.refusedChannels.has(channel)) throw new Error(`${channel} is out of order`);
    this.delivered.push({ at: await this.now(), key, channel });
  }

  async deliverWebhooks({ webhookId }: Parameters<Activities['deliverWebhooks']>[0]) {
    const at = await this.now();
    this.webhookRounds.push({ at, webhookId });
    return { nextAt: this.webhookDue.shift() ?? null };
  }

  async planDigests({ now }: Parameters<Activities['planDigests']>[0]) {
    const company = { ...standardCompanySettings, digest: { on: true, at: '08:30' } };
    return planDigests(this.digestReaders, company, now);
  }

  async sendDigest({ userId, day }: Parameters<Activities['sendDigest']>[0]) {
    this.digests.push({ at: await this.now(), userId, day });
    this.digestReaders = this.digestReaders.map((one) => (one.id === userId ? { ...one, lastDay: day } : one));
  }

  async reportDigest(_request: Parameters<Activities['reportDigest']>[0]) {}

  async takeBounce(_request: Parameters<Activities['takeBounce']>[0]) {}

  async reportUndelivered({ key, channel }: Parameters<Activities['reportUndelivered']>[0]) {
    this.undelivered.push({ key, channel });
  }
}

/** Reaches processes on a test server; its clock is real time to them, however fast it is made to pass. */
export function testGateway(client: Client, taskQueue: string): Gateway {
  return { client, taskQueue, tenant: 'test', clock: realTime };
}

/** A process to begin with a variant of the registry, under a calendar that knows the whole test period. */
export function freshProcess(
  id: string,
  variantId: string,
  input: unknown,
  calendar: WorkingCalendar = chinaCalendar,
): FreshProcess {
  const variant: AnyVariant | undefined = variantById(variantId);
  if (!variant) throw new Error(`No variant ${variantId}`);
  const frozen = freeze(variant);
  const by = actor('lina', 'sales');
  return { id, kind: variant.kind, variant: frozen, calendar, input, actor: by, commandId: `create/${id}` };
}
