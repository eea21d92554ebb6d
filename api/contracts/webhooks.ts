import { z } from 'zod';
import { kinds } from '../../domain/effects.ts';
import { Id, Instant, pageOf, paging, text } from './common.ts';

const Kinds = z
  .array(z.enum(kinds))
  .max(kinds.length)
  .meta({ description: 'Kinds of process whose events are wanted; all when empty.' });
const Events = z
  .array(z.string().regex(/^[A-Za-z]{1,60}$/, 'The type of an event, such as StageEntered'))
  .max(100)
  .meta({ description: 'Types of events that are wanted, as in `GET /processes/{id}/events`; all when empty.' });
const Url = z.string().trim().max(1_000).meta({ description: 'Where messages are posted to.' });

export const NewWebhook = z
  .strictObject({ name: text(100), url: Url, kinds: Kinds.default([]), events: Events.default([]) })
  .meta({
    id: 'NewWebhook',
    example: {
      name: 'ERP',
      url: 'https://erp.company.example/hooks/fairway',
      kinds: ['paymentPlan'],
      events: ['ReceiptRecorded'],
    },
  });

export const WebhookChanges = z
  .strictObject({
    name: text(100),
    url: Url,
    kinds: Kinds,
    events: Events,
    status: z.enum(['active', 'off']).meta({
      description: '`active` also ends a pause: what was kept meanwhile is sent. `off`: nothing is kept for it.',
    }),
  })
  .partial()
  .meta({ id: 'WebhookChanges', example: { status: 'active' } });

const exampleWebhook = {
  id: '018f6d0e-5a1c-7c3e-9f42-0d6b8f1c2a77',
  name: 'ERP',
  url: 'https://erp.company.example/hooks/fairway',
  kinds: ['paymentPlan'],
  events: ['ReceiptRecorded'],
  status: 'active',
  pausedFor: null,
  failures: 0,
  waiting: 0,
  dead: 0,
  createdAt: '2026-11-23T01:12:00.000Z',
} as const;

export const WebhookView = z
  .object({
    id: Id,
    name: z.string(),
    url: z.string(),
    kinds: z.array(z.string()),
    events: z.array(z.string()),
    status: z.enum(['active', 'paused', 'off']).meta({
      description: '`paused`: by itself, after too many failures; what happens meanwhile is kept for it.',
    }),
    pausedFor: z.string().nullable(),
    failures: z.int().meta({ description: 'Failed attempts in a row.' }),
    waiting: z.int().meta({ description: 'Messages still to be delivered.' }),
    dead: z.int().meta({ description: 'Messages that were given up and wait for a person.' }),
    createdAt: Instant,
  })
  .meta({ id: 'WebhookView', example: exampleWebhook });

const Secret = z
  .string()
  .meta({ description: 'Shown this once. By it the receiver checks signatures, per Standard Webhooks.' });

export const WebhookWithSecret = WebhookView.extend({ secret: Secret }).meta({
  id: 'WebhookWithSecret',
  example: { ...exampleWebhook, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
});

export const WebhookList = z
  .object({ items: z.array(WebhookView) })
  .meta({ id: 'WebhookList', example: { items: [exampleWebhook] } });

export const WebhookParams = z.strictObject({ id: Id });
export const MessageParams = z.strictObject({ id: Id, message: z.string().regex(/^\d{1,15}$/) });

export const WebhookTest = z
  .object({
    took: z.boolean(),
    status: z.int().nullable().meta({ description: 'What the receiver answered; null when nothing came back.' }),
    why: z.string().nullable(),
  })
  .meta({ id: 'WebhookTest', example: { took: false, status: 503, why: 'HTTP 503: maintenance' } });

const messageStatuses = ['pending', 'sent', 'dead', 'skipped'] as const;

export const MessageView = z
  .object({
    id: z.string(),
    webhookId: Id,
    processId: z.string(),
    seq: z.int(),
    type: z.string(),
    status: z.enum(messageStatuses),
    attempts: z.int(),
    lastStatus: z.int().nullable().meta({ description: 'What the receiver answered the last time.' }),
    lastError: z.string().nullable(),
    dueAt: Instant.meta({ description: 'When it is sent next, in real time, while it is pending.' }),
    at: Instant.meta({ description: 'When it happened.' }),
    settledAt: Instant.nullable(),
  })
  .meta({
    id: 'WebhookMessageView',
    example: {
      id: '4711',
      webhookId: exampleWebhook.id,
      processId: 'PP-7Q2M4K9XTB-1',
      seq: 5,
      type: 'paymentPlan.ReceiptRecorded',
      status: 'dead',
      attempts: 10,
      lastStatus: 503,
      lastError: 'HTTP 503: maintenance',
      dueAt: '2026-11-23T18:12:00.000Z',
      at: '2026-11-23T01:12:00.000Z',
      settledAt: '2026-11-23T18:12:00.000Z',
    },
  });

export const MessageListQuery = z.strictObject({ status: z.enum(messageStatuses).optional(), ...paging });
export const MessagePage = pageOf(MessageView).meta({ id: 'WebhookMessagePage' });

export const Reopened = z
  .object({ messages: z.int().meta({ description: 'How many are sent again.' }) })
  .meta({ id: 'ReopenedMessages', example: { messages: 3 } });
