import { openLocalStore } from './local-store.ts';
import { openS3Store, type S3Settings } from './s3-store.ts';
import type { DocumentStore } from './store.ts';

/** Where uploaded files are kept. */
export interface DocumentSettings {
  /** A folder of this machine; with an S3 store only what is on its way lies in it. */
  readonly folder: string;
  readonly s3: S3Settings | null;
}

/** The store the settings name. */
export function openDocumentStore({ folder, s3 }: DocumentSettings): DocumentStore {
  return s3 ? openS3Store(folder, s3) : openLocalStore(folder);
}
