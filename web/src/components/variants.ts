import { useQuery } from '@tanstack/react-query';
import type { Kind } from '../../../domain/effects.ts';
import { get } from '../api/client.ts';
import type { Variant } from '../api/types.ts';
import { useLocale } from '../i18n/locale.ts';
import { stageTitle } from './stage-title.ts';

/** The variants new processes can run by. They change with a release only. */
export function useVariants(): readonly Variant[] {
  const { data } = useQuery({
    queryKey: ['variants'],
    queryFn: () => get<{ readonly items: readonly Variant[] }>('/variants'),
    staleTime: 300_000,
    refetchInterval: false,
  });
  return data?.items ?? [];
}

/** Names stages as people know them: of the given variant first, of any of the kind where that one has been replaced. */
export function useStageTitle(): (kind: Kind, stage: string, variant?: string) => string {
  const locale = useLocale();
  const variants = useVariants();
  return (kind, stage, variant) => {
    const ofKind = variants.filter((one) => one.kind === kind);
    const candidates = [...ofKind.filter(({ id }) => id === variant), ...ofKind];
    return stageTitle(candidates, stage)[locale];
  };
}
