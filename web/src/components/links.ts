import type { Kind } from '../../../domain/effects.ts';

/** The address of the page of a process: a deal has a page of its own. */
export function pathOf({ id, kind }: { readonly id: string; readonly kind: Kind }): string {
  return kind === 'opportunity' ? `/deals/${encodeURIComponent(id)}` : `/processes/${encodeURIComponent(id)}`;
}
