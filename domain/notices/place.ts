/** Where a person finds a process in the console. */
export function processUrl(publicUrl: string, processId: string): string {
  return `${publicUrl}/processes/${encodeURIComponent(processId)}`;
}
