import { z } from 'zod';
import { Instant, InstantInput, Money, PersonRef, text } from './common.ts';

const Reason = z.object({
  code: z.enum(['overdue', 'escalated', 'brokenPromises']),
  planId: z.string(),
  instalment: z.string().meta({ description: 'The number people know it by.' }),
  amount: Money,
  daysLate: z.int(),
  brokenPromises: z.int(),
});

const Exemption = z.object({
  id: z.string(),
  until: Instant,
  reason: z.string(),
  grantedBy: PersonRef,
  grantedAt: Instant,
});

const cny = (minor: number) => ({ minor, currency: 'CNY' });

export const CreditView = z
  .object({
    customerId: z.string(),
    onHold: z.boolean().meta({ description: 'Whether new business on credit has to wait. Computed, never entered.' }),
    reasons: z.array(Reason),
    open: z.array(Money).meta({ description: 'One amount per currency.' }),
    overdue: z.array(Money),
    exemption: Exemption.nullable().meta({ description: 'Lifts the hold until it expires.' }),
    asOf: Instant,
  })
  .meta({
    id: 'CreditStanding',
    example: {
      customerId: 'cu-yunhai',
      onHold: true,
      reasons: [
        {
          code: 'overdue',
          planId: 'PP-DEMO05',
          instalment: 'C-2026-0188/1',
          amount: cny(6_000_000),
          daysLate: 34,
          brokenPromises: 1,
        },
      ],
      open: [cny(18_000_000)],
      overdue: [cny(6_000_000)],
      exemption: null,
      asOf: '2026-11-24T01:12:00.000Z',
    },
  });

export const NewExemption = z
  .strictObject({
    until: InstantInput,
    reason: text(1_000),
  })
  .meta({
    id: 'NewCreditExemption',
    example: { until: '2026-12-31T18:00:00+08:00', reason: '客户已提供银行付款凭证，预计三日内到账' },
  });
