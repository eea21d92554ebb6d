import type { Kind } from './effects.ts';

/** A text in both languages of the product. */
export interface Localised {
  readonly 'zh-CN': string;
  readonly en: string;
}

/** What every variant has, whatever its kind. All of it but `appliesTo` is JSON and is frozen into a process at its start. */
export interface VariantBase<Facts> {
  /** `kind.name`, unique. */
  readonly id: string;
  readonly kind: Kind;
  readonly title: Localised;
  /** Of the variants that apply, the one with the highest priority is chosen; unique within a kind. */
  readonly priority: number;
  /** Says whether a new process with these facts runs by this variant. Runs once, before the start. */
  readonly appliesTo: (facts: Facts) => boolean;
}

/** A variant as data, without the function that chose it. */
export type Definition<Variant> = Omit<Variant, 'appliesTo'>;

export function definitionOf<Variant extends VariantBase<never>>(variant: Variant): Definition<Variant> {
  const { appliesTo: _chosen, ...definition } = variant;
  return definition;
}
