import { readdirSync } from 'node:fs';
import type { OpportunityVariant } from '../../domain/opportunity/model.ts';
import { type AnyVariant, chooseVariant, variants } from '../../domain/variants/index.ts';
import { faultsIn, faultsInRegistry, fileOf, type Registry } from '../support/variant-checks.ts';

const files = readdirSync('domain/variants').filter((file) => file !== 'index.ts');
const all: readonly AnyVariant[] = Object.values(variants).flat();

test.each(all.map((variant) => [variant.id, variant] as const))('%s is in order', (_, variant) => {
  expect(faultsIn(variant)).toEqual([]);
});

test('the registry and the files agree, and every process finds one variant', () => {
  expect(faultsInRegistry(variants, files)).toEqual([]);
});

test('the variant is chosen by what the process is about', () => {
  const deal = (minor: number, currency: string) => ({ amount: { minor, currency }, source: null, product: null });
  expect(chooseVariant('opportunity', deal(500_000_00, 'CNY'))?.id).toBe('opportunity.enterprise');
  expect(chooseVariant('opportunity', deal(500_000_00, 'USD'))?.id).toBe('opportunity.standard');
  expect(chooseVariant('opportunity', { amount: null, source: null, product: null })?.id).toBe('opportunity.standard');
});

describe('the checks find', () => {
  const [standard] = variants.opportunity;
  const stages = standard.stages as OpportunityVariant['stages'];
  const pipeline = (changes: Partial<OpportunityVariant>): AnyVariant => ({
    ...(standard as OpportunityVariant),
    ...changes,
  });
  const open = (name: string, changes: object) =>
    ({ ...stages, [name]: { ...stages[name], ...changes } }) as typeof stages;
  const [collections] = variants.paymentPlan;
  const [contract, large] = variants.approval;

  test.each<[string, AnyVariant, string]>([
    [
      'a stage that cannot be reached',
      pipeline({ stages: open('proposing', { moves: ['won', 'lost'] }) }),
      'negotiating cannot be reached',
    ],
    [
      'a stage without a way out',
      pipeline({ stages: open('negotiating', { moves: [] }) }),
      'negotiating leads to no end',
    ],
    ['a pipeline that nobody can win', pipeline({ stages: open('won', { outcome: 'lost' }) }), 'no stage is won'],
    [
      'terms that do not add up',
      pipeline({ contract: { ...standard.contract, terms: [{ label: 'x', percent: 99, dueDays: 1 }] } }),
      'contract.terms: Shares add up to 100 percent, not 99',
    ],
    [
      'something that is no JSON',
      pipeline({ lostReasons: ['unknown', undefined as unknown as string] }),
      'JSON does not keep all of it',
    ],
    ['a name in the wrong form', pipeline({ id: 'deal.standard' }), 'the id is not kind.name'],
    [
      'a ladder out of order',
      { ...collections, ladder: [...collections.ladder].reverse() },
      'the rungs 30 workdays, 15 workdays, 10 workdays, 5 workdays, 1 workdays, -5 workdays are not in order of time',
    ],
    [
      'an approval of amounts it may not decide',
      { ...large, covers: contract.covers },
      'applies to {"minor":50000000,"currency":"CNY"} and does not cover it',
    ],
  ])('%s', (_, variant, fault) => {
    expect(faultsIn(variant)).toContain(fault);
  });

  const changed = (changes: Partial<Registry>): Registry => ({ ...variants, ...changes });
  const [, enterprise] = variants.opportunity;
  test.each<[string, Registry, readonly string[], string]>([
    [
      'a file that is not listed',
      variants,
      [...files, 'opportunity-lost.ts'],
      'opportunity-lost.ts is not in the registry',
    ],
    ['a listed variant without its file', variants, files.slice(1), `${files[0]} is not there`],
    [
      'two fallbacks',
      changed({ opportunity: [standard, { ...enterprise, appliesTo: () => true }] }),
      files,
      'opportunity: 2 variants apply to everything, not one',
    ],
    [
      'no fallback',
      changed({ paymentPlan: [{ ...collections, appliesTo: () => false }] }),
      files,
      'paymentPlan: 0 variants apply to everything, not one',
    ],
    [
      'a fallback that hides others',
      changed({ opportunity: [{ ...standard, priority: 99 }, enterprise] }),
      files,
      'opportunity: the fallback hides others',
    ],
    [
      'equal priorities',
      changed({ opportunity: [standard, { ...enterprise, priority: 0 }] }),
      files,
      'opportunity: two variants have priority 0',
    ],
    [
      'the same variant twice',
      changed({ approval: [contract, contract, large] }),
      files,
      'approval.standard-contract is listed twice',
    ],
    [
      'something nobody approves',
      changed({ approval: [contract, large] }),
      files,
      'approval: no variant applies to {"subject":"quote","amount":{"minor":0,"currency":"CNY"}}',
    ],
    [
      'a variant under another kind',
      changed({ approval: [...variants.approval, collections] }),
      files,
      'paymentPlan.standard is listed under approval',
    ],
  ])('%s', (_, registry, there, fault) => {
    expect(faultsInRegistry(registry, there)).toContain(fault);
  });
});

test('a variant lives in the file of its name', () => {
  expect(fileOf('paymentPlan.keyAccount')).toBe('payment-plan-key-account.ts');
  expect(fileOf('approval.large-contract')).toBe('approval-large-contract.ts');
});
