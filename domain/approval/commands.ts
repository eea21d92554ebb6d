import type { DocumentRef } from '../deal.ts';
import type { Money } from '../money.ts';
import type { UserId } from '../people.ts';
import type { GroupMode, SignerPosition } from './model.ts';
import type { DocumentFields } from './subject.ts';
import type { Resubmission } from './variant.ts';

/** What an admin may force. `pass`: the node passes; `jump`: the way goes on at another node; `terminate`: it ends. */
export const overrides = ['pass', 'jump', 'terminate'] as const;
export type Override = (typeof overrides)[number];

/** A document's next version, with the facts that changed along with it. */
type NewVersion = {
  readonly document?: DocumentRef;
  readonly amount?: Money;
  readonly fields?: DocumentFields;
};

export type ApprovalCommand =
  /**
   * `documentHash` is the hash of what the person read; a decision about other bytes is refused. On a task that asks for
   * an opinion, approving and rejecting are agreeing and disagreeing.
   */
  | { readonly type: 'approve'; readonly taskId: string; readonly documentHash: string; readonly comment?: string }
  | { readonly type: 'reject'; readonly taskId: string; readonly documentHash: string; readonly comment: string }
  | { readonly type: 'transfer'; readonly taskId: string; readonly to: UserId; readonly comment?: string }
  /** Asks somebody for an opinion; the decision stays with the holder. */
  | { readonly type: 'delegate'; readonly taskId: string; readonly to: UserId; readonly comment?: string }
  /** `after` is given together with the holder's own approval and therefore names the document they read. */
  | {
      readonly type: 'addSigners';
      readonly taskId: string;
      readonly position: SignerPosition;
      readonly people: readonly UserId[];
      readonly mode?: GroupMode;
      readonly documentHash?: string;
      readonly comment?: string;
    }
  | { readonly type: 'removeSigner'; readonly taskId: string; readonly comment?: string }
  /** `to` is `starter` or the name of a node. */
  | {
      readonly type: 'sendBack';
      readonly taskId: string;
      readonly to: string;
      readonly resubmission: Resubmission;
      readonly comment: string;
    }
  | ({ readonly type: 'resubmit'; readonly comment?: string } & NewVersion)
  | { readonly type: 'withdraw'; readonly reason?: string }
  | { readonly type: 'takeBack'; readonly taskId: string; readonly comment?: string }
  | { readonly type: 'urge'; readonly taskId: string }
  | { readonly type: 'cc'; readonly people: readonly UserId[]; readonly comment?: string }
  /** `ask` puts the question to the starter; the next comment of the starter answers it. */
  | { readonly type: 'comment'; readonly text: string; readonly ask?: boolean; readonly taskId?: string }
  /** The starter replaces the document: what was decided so far is void and a new round begins. */
  | ({ readonly type: 'replaceDocument'; readonly document: DocumentRef } & NewVersion)
  /** `node` is the one to pass (absent: the only current one) or the one to go on at. */
  | { readonly type: 'override'; readonly action: Override; readonly reason: string; readonly node?: string };

/** A command of one type. */
export type Command<Type extends ApprovalCommand['type']> = Extract<ApprovalCommand, { type: Type }>;
