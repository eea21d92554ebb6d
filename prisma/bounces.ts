import type { PrismaClient } from './client.ts';

/** The local part of a mail's Message-ID, by which its bounces are known again. */
export function outboxTagOf({ to, messageId }: { to: string | null; messageId: string | null }): string | undefined {
  const tagged = /\+([0-9a-f]{40})@/.exec(to ?? '')?.[1];
  return tagged ?? /^<([0-9a-f]{40})@/.exec(messageId ?? '')?.[1];
}

/** The sender by which the bounces of a mail are known again: `bounces+TAG@host`. */
export function taggedSender(bounceAddress: string, messageId: string): string {
  const tag = /^<([0-9a-f]{40})@/.exec(messageId)?.[1];
  return tag === undefined ? bounceAddress : bounceAddress.replace('@', `+${tag}@`);
}

/** Why mail does not reach an address, or null. It counts as bad for as long as the incident about it is open. */
export async function whyUnreachable(prisma: PrismaClient, address: string): Promise<string | null> {
  const [row] = await prisma.$queryRaw<{ reason: string }[]>`
    SELECT b.reason FROM bad_address b JOIN process p ON p.id = b.incident_id
    WHERE b.address = ${address.toLowerCase()} AND p.status = 'open'`;
  return row?.reason ?? null;
}
