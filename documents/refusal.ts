/** Why a file is not taken, or why there is nothing to compare. Stable: callers branch on these. */
export const fileRefusals = [
  'FILE_MISSING',
  'FILE_TOO_LARGE',
  'FILE_TYPE',
  'FILE_DAMAGED',
  'FILE_MACROS',
  'FILE_EXTERNAL_LINK',
  'FILE_EXPANDS',
  'FILE_SCRIPT',
  'FILE_ENCRYPTED',
  'NO_TEXT',
  'TEXT_LIMIT',
] as const;
export type FileRefusalCode = (typeof fileRefusals)[number];

/** Thrown when a file cannot be taken, or its text cannot be read. `message` is an English sentence for developers. */
export class FileRefused extends Error {
  readonly code: FileRefusalCode;
  constructor(code: FileRefusalCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'FileRefused';
    this.code = code;
  }
}
