import type { Request, Response } from 'express';
import { type Caller, identify } from '../auth/caller.ts';
import type { ApiDependencies } from '../dependencies.ts';
import type { Answer } from '../http/answer.ts';
import { Problem } from '../problem.ts';
import { noticeView, unreadCount } from './inbox.ts';

/** A comment keeps proxies from closing a silent connection, and shows a client that is gone. */
const heartbeatMs = 20_000;
const mostStreams = 20;
const atOnce = 100;
/** A client that reads nothing is let go when so many bytes wait for it. */
const mostUnsent = 1_000_000;

/** Begins the stream of the caller's notices: those after `Last-Event-ID`, or those to come. */
export async function streamNotices(dependencies: ApiDependencies, caller: Caller, request: Request): Promise<Answer> {
  const { prisma, notices } = dependencies;
  if (notices.listeners(caller.id) >= mostStreams) {
    throw new Problem('TOO_MANY_REQUESTS', `A person has at most ${mostStreams} streams open`, {
      headers: { 'Retry-After': '30' },
    });
  }
  const seen = /^\d{1,9}$/.exec(request.get('last-event-id') ?? '')?.[0];
  const reader = await prisma.noticeReader.findUnique({ where: { userId: caller.id } });
  const from = seen === undefined ? (reader?.position ?? 0) : Number(seen);
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
    stream: (response) => new NoticeStream(dependencies, caller, request, response).run(from),
  };
}

class NoticeStream {
  private readonly dependencies: ApiDependencies;
  private readonly caller: Caller;
  private readonly request: Request;
  private readonly response: Response;
  private position = 0;
  private pumping = false;
  private wanted = false;

  constructor(dependencies: ApiDependencies, caller: Caller, request: Request, response: Response) {
    this.dependencies = dependencies;
    this.caller = caller;
    this.request = request;
    this.response = response;
  }

  run(from: number): void {
    // Somebody who has left meanwhile will not close it any more.
    if (this.response.closed) return;
    this.position = from;
    this.response.flushHeaders();
    const unsubscribe = this.dependencies.notices.subscribe(this.caller.id, () => void this.pump());
    const heartbeat = setInterval(() => void this.beat(), heartbeatMs);
    this.response.once('close', () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
    void this.pump();
  }

  /** Sends what is new. Woken while it is at it, it looks once more when it has finished. */
  private async pump(): Promise<void> {
    this.wanted = true;
    if (this.pumping) return;
    this.pumping = true;
    try {
      while (this.wanted && !this.response.writableEnded) {
        this.wanted = false;
        await this.sendNew();
      }
    } catch (error) {
      // The client comes back with the last id it has and misses nothing.
      this.dependencies.log.warn({ err: error, user: this.caller.id }, 'a stream of notices was ended');
      this.response.end();
    } finally {
      this.pumping = false;
    }
  }

  private async sendNew(): Promise<void> {
    const { prisma, config } = this.dependencies;
    const rows = await prisma.notice.findMany({
      where: { userId: this.caller.id, position: { gt: this.position } },
      orderBy: { position: 'asc' },
      take: atOnce,
    });
    for (const row of rows) {
      const data = JSON.stringify(noticeView(row, this.caller.locale, config.publicUrl));
      this.write(`id: ${row.position}\nevent: notice\ndata: ${data}\n\n`);
      this.position = row.position;
    }
    if (rows.length === atOnce) this.wanted = true;
    else
      this.write(`event: unread\ndata: ${JSON.stringify({ unread: await unreadCount(prisma, this.caller.id) })}\n\n`);
  }

  /** Ends the stream of somebody who has signed out or left, and of a service about to stop. */
  private async beat(): Promise<void> {
    const { isDraining } = this.dependencies;
    const known = await identify(this.dependencies, this.request).catch(() => this.caller);
    if (isDraining() || known?.id !== this.caller.id) this.response.end();
    else this.write(': still here\n\n');
  }

  private write(text: string): void {
    if (this.response.writableEnded || this.response.destroyed) return;
    if (this.response.writableLength > mostUnsent) this.response.destroy();
    else this.response.write(text);
  }
}
