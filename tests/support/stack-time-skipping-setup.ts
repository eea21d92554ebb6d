import { findTimeSkippingServer } from '../../cli/time-skipping-server.ts';

/** Fetches the time-skipping server before any test needs it, where a person sees that it takes a while. */
export default async function findBeforeTests(): Promise<void> {
  await findTimeSkippingServer(process.env, new AbortController().signal);
}
