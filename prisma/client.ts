import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client.ts';

/** Opens the database: one pool of connections, which the caller closes with `$disconnect()`. */
export function openDatabase(url: string): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) });
}

export { Prisma, type PrismaClient } from './generated/client.ts';
