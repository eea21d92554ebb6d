import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, defaultPayloadConverter } from '@temporalio/client';
import { type Gateway, readLive } from '../../gateway/gateway.ts';
import { recordEvents } from '../../prisma/record.ts';
import type { RecordRequest } from '../../workflows/messages.ts';
import type { Looking } from './examine.ts';

/**
 * Records again what a process has recorded after version `from` and the database has lost since, as after restoring an
 * older backup. Every recording stands word for word in the workflow's history, for as long as Temporal keeps it.
 *
 * Mails are put into the outbox again only where the process has not seen to them yet: the others have left the house.
 */
export async function recoverEvents(
  { prisma, any }: Looking,
  processId: string,
  workflowId: string,
  from: number,
  messageIdDomain: string,
): Promise<void> {
  const { recordedVersion, effects } = await readLive(any, processId);
  const pending = new Set(effects.map(({ key }) => key));
  const recordings = await recordingsSince(any.client, workflowId, from);
  for (const { mails, ...recording } of recordings) {
    if (recording.previousVersion + recording.events.length > recordedVersion) break;
    const request = { ...recording, mails: mails.filter(({ key }) => pending.has(key)) };
    await recordEvents(prisma, request, messageIdDomain);
  }
  await untilRecorded(any, processId);
}

/** What the gap has kept from being recorded is tried again by itself, at the latest after a quarter of a minute. */
async function untilRecorded(gateway: Gateway, processId: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const { instance, recordedVersion } = await readLive(gateway, processId);
    if (instance.version === recordedVersion) return;
    await sleep(500);
  }
}

/** What a workflow has had recorded after a version, oldest first, from its last run back to the one that passed it. */
async function recordingsSince(client: Client, workflowId: string, from: number): Promise<RecordRequest[]> {
  const found: RecordRequest[] = [];
  let runId: string | undefined;
  do {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    found.unshift(...(events ?? []).flatMap(recordingIn).filter(({ previousVersion }) => previousVersion >= from));
    const start = events?.[0]?.workflowExecutionStartedEventAttributes;
    runId = start?.continuedExecutionRunId || undefined;
  } while (runId !== undefined && (found[0]?.previousVersion ?? Number.POSITIVE_INFINITY) > from);
  return found;
}

type HistoryEvent = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']
>[number];

function recordingIn({ activityTaskScheduledEventAttributes: scheduled }: HistoryEvent): RecordRequest[] {
  const [payload] = scheduled?.input?.payloads ?? [];
  if (scheduled?.activityType?.name !== 'record' || !payload) return [];
  return [defaultPayloadConverter.fromPayload<RecordRequest>(payload)];
}
