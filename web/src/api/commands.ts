import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import type { Kind } from '../../../domain/effects.ts';
import { failureText } from '../components/failure.ts';
import { texts, useLocale, useTexts } from '../i18n/locale.ts';
import { post } from './client.ts';
import type { CommandOutcome } from './types.ts';

const commandTexts = texts({ en: { done: 'Done' }, 'zh-CN': { done: '已完成' } });

/** Where the processes of each kind take their commands. */
const resources: Partial<Readonly<Record<Kind, string>>> = {
  opportunity: '/opportunities',
  approval: '/approvals',
  paymentPlan: '/payment-plans',
  contract: '/contracts',
  order: '/orders',
};

/** A process as commands and links need it. */
export interface Addressed {
  readonly id: string;
  readonly kind: Kind;
}

export function resourceOf({ id, kind }: Addressed): string {
  return `${resources[kind] ?? '/processes'}/${encodeURIComponent(id)}`;
}

interface Given {
  readonly type: string;
  readonly [field: string]: unknown;
}

/**
 * Gives a process commands. Each carries an id of its own, so that one which is sent twice is carried out once; a
 * refusal is shown as a message unless the caller deals with it.
 */
export function useCommand(process: Addressed, { quiet = false }: { quiet?: boolean } = {}) {
  return useChange(
    (command: Given) =>
      post<CommandOutcome>(`${resourceOf(process)}/commands`, { commandId: crypto.randomUUID(), ...command }),
    { quiet },
  );
}

/** Changes something, says how it went, and reads everything on the page again. */
export function useChange<Input, Answer>(
  change: (input: Input) => Promise<Answer>,
  { quiet = false }: { quiet?: boolean } = {},
) {
  const client = useQueryClient();
  const { message } = App.useApp();
  const locale = useLocale();
  const t = useTexts(commandTexts);
  return useMutation({
    mutationFn: change,
    onSuccess: () => void message.success(t.done),
    onError: (error) => {
      if (!quiet) void message.error(failureText(error, locale));
    },
    onSettled: () => client.invalidateQueries(),
  });
}
