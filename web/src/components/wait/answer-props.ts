import type { Wait } from '../../api/types.ts';

/** A form by which a wait is answered; it closes itself when it is done. */
export interface AnswerProps {
  readonly wait: Wait;
  readonly close: () => void;
}
