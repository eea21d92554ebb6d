/** Begins a reader in a thread of its own: a thread does not take over how its program loads TypeScript. */
import { register } from 'tsx/esm/api';

register();
await import('./reader-worker.ts');
