import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WorkerProcess } from '../support/worker-process.ts';
import { type ApiStage, addressOf, openApiStage, password } from './api-stage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let stage: ApiStage;

afterEach(async () => {
  await WorkerProcess.killAll();
  await stage?.close();
});

/** A way to a server that can be cut and mended. */
class Line {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private target = '';
  private port = 0;

  /** Leads to an address; answers the near end. */
  async lead(address: string): Promise<string> {
    this.target = address;
    await this.mend();
    return `127.0.0.1:${this.port}`;
  }

  async mend(): Promise<void> {
    const [host, port] = this.target.split(':');
    this.server = createServer((near) => {
      const far = connect(Number(port), host);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket
          .on('error', () => undefined)
          .once('close', () => {
            near.destroy();
            far.destroy();
          });
      }
      near.pipe(far).pipe(near);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    this.server?.close();
    if (this.server) await once(this.server, 'close');
  }
}

describe('without Temporal', () => {
  test('it starts, lives and reads; commands and live reads ask to be sent again', async () => {
    stage = await openApiStage({ worker: false, temporalLine: async () => '127.0.0.1:1' });
    expect((await fetch(`${stage.url}/healthz/live`)).status).toBe(200);
    const ready = await fetch(`${stage.url}/healthz/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { ready: false, checks: { postgres: 'up', temporal: expect.stringMatching(/down|slow/), draining: false } },
    ]);
    const lina = await stage.as('lina');
    expect((await lina.get('/opportunities')).body.items).toEqual([]);
    const refused = await lina.post('/opportunities', { title: 'Wrong', owner: 'nobody' });
    expect(refused.body.code).toBe('PERSON_UNAVAILABLE');
    const sent = await lina.post('/opportunities', { title: 'Later' });
    expect(sent).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(Number(sent.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('for a while, it goes on once Temporal is back', async () => {
    const line = new Line();
    stage = await openApiStage({ temporalLine: (address) => line.lead(address) });
    const lina = await stage.as('lina');
    const { id } = (await lina.post('/opportunities', { title: 'Before' })).body;
    await line.cut();
    const command = { commandId: 'c1', type: 'moveStage', to: 'engaging' };
    const during = await lina.post(`/opportunities/${id}/commands`, command);
    expect(during.body.code).toBe('UNAVAILABLE');
    expect((await lina.get(`/processes/${id}?live=1`)).body.code).toBe('UNAVAILABLE');
    expect((await lina.get(`/processes/${id}`)).body.stage).toBe('prospecting');
    await line.mend();
    let after = await lina.post(`/opportunities/${id}/commands`, command);
    for (let attempt = 0; attempt < 60 && after.status === 503; attempt += 1) {
      await sleep(500);
      after = await lina.post(`/opportunities/${id}/commands`, command);
    }
    expect(after.body.process.stage).toBe('engaging');
    await line.cut();
  });
});

describe('without a worker', () => {
  test('a command is taken, and told apart from one that was carried out', async () => {
    stage = await openApiStage({ worker: false });
    const [lina, ops] = [await stage.as('lina'), await stage.as('ops')];
    const body = { commandId: 'slow-1', title: 'Patience' };
    const pending = await lina.post('/opportunities', body);
    expect(pending).toMatchObject({ status: 202, body: { status: 'pending', commandId: 'slow-1' } });
    expect(pending.headers.get('location')).toBe(pending.body.poll);
    const poll = pending.body.poll.replace('/api/v1', '');
    expect((await lina.get(poll)).status).toBe(202);
    expect((await ops.get(poll)).status).toBe(404);
    await WorkerProcess.start(stage.stack, { SMTP_URL: stage.sink.url });
    let recorded = await lina.get(poll);
    for (let attempt = 0; attempt < 100 && recorded.status === 202; attempt += 1) {
      await sleep(200);
      recorded = await lina.get(poll);
    }
    expect(recorded.body.result).toMatchObject({ events: ['OpportunityOpened'], version: 1 });
    const again = await lina.post('/opportunities', body);
    expect(again).toMatchObject({ status: 201, body: { id: pending.body.processId } });
    expect(await stage.prisma.process.count()).toBe(1);
  });
});

describe('the program', () => {
  test('starts without Temporal, keeps secrets out of its log, and stops when it is told to', async () => {
    stage = await openApiStage({ worker: false });
    const port = new URL(stage.url).port;
    await stage.as('lina');
    const own = String(Number(port) === 65_535 ? 40_000 : Number(port) + 1);
    const env = { ...process.env, ...stage.stack.env, TEMPORAL_ADDRESS: '127.0.0.1:1', PORT: own, LOG_LEVEL: 'debug' };
    const child = spawn(process.execPath, ['--import', 'tsx', 'api/server.ts'], { cwd: root, env });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk;
    });
    const url = `http://127.0.0.1:${own}`;
    const alive = async () => (await fetch(`${url}/healthz/live`).catch(() => undefined))?.ok ?? false;
    for (let attempt = 0; attempt < 150 && !(await alive()); attempt += 1) await sleep(100);
    const signedIn = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer fwy_secret-token' },
      body: JSON.stringify({ email: addressOf('lina'), password }),
    });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.get('set-cookie') ?? '';
    await fetch(`${url}/d/${'t'.repeat(43)}`);
    await fetch(`${url}/api/v1/waits?q=hidden-query`, { headers: { cookie } });
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(log).toContain('"path":"/d/[token]"');
    expect(log).toContain('"path":"/api/v1/waits"');
    for (const secret of [
      password,
      'fwy_secret-token',
      /fairway=([\w-]+)/.exec(cookie)?.[1],
      't'.repeat(43),
      'hidden-query',
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
