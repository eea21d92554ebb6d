import { randomBytes } from 'node:crypto';
import type { PrismaClient } from './client.ts';
import { personalOwner } from './notice-settings.ts';

/** The secret by which a person's daily summary, and nothing else, is switched off without signing in. */
export async function digestToken(prisma: PrismaClient, userId: string): Promise<string> {
  const { token } = await prisma.digestLink.upsert({
    where: { userId },
    update: {},
    create: { userId, token: randomBytes(24).toString('base64url') },
  });
  return token;
}

/** Switches off the daily summary of whoever a token belongs to. Answers whether it belongs to anybody. */
export async function switchDigestOff(prisma: PrismaClient, token: string, now: number): Promise<boolean> {
  const link = await prisma.digestLink.findUnique({ where: { token } });
  if (!link) return false;
  const owner = personalOwner(link.userId);
  await prisma.$executeRaw`
    INSERT INTO notice_settings (owner, data, version, updated_by, updated_at)
    VALUES (${owner}, '{"digest":{"on":false,"at":"08:30"}}', 1, ${link.userId}, ${new Date(now)})
    ON CONFLICT (owner) DO UPDATE SET version = notice_settings.version + 1, updated_by = excluded.updated_by,
      updated_at = excluded.updated_at, data = notice_settings.data || jsonb_build_object('digest',
        coalesce(notice_settings.data->'digest', excluded.data->'digest') || '{"on":false}')`;
  return true;
}
