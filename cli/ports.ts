import { connect, createServer } from 'node:net';
import { Sentence } from './sentence.ts';

/** Tells whether a port of this machine can be listened on. */
export type PortProbe = (port: number) => Promise<boolean>;

/** Free means: nobody answers there, and it can be bound (some systems bind beside a listener on all addresses). */
export const isPortFree: PortProbe = async (port) => !(await answers(port)) && (await binds(port));

/**
 * The first free port at or after the wanted one that is not already promised to another part, so that a second world
 * can run beside the first.
 */
export async function choosePort(
  wanted: number,
  taken: ReadonlySet<number>,
  isFree: PortProbe = isPortFree,
): Promise<number> {
  for (let port = wanted; port < wanted + 200 && port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Sentence(`No free port was found from ${wanted} on; stop some of the programs that listen there.`);
}

/** A port that the system picks. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Refuses to go on when the port that people open is taken, and names one that is not. */
export async function requireApiPort(port: number, isFree: PortProbe = isPortFree): Promise<void> {
  if (await isFree(port)) return;
  const other = await choosePort(port + 1, new Set(), isFree);
  throw new Sentence(`Port ${port} is busy; stop the program that listens there, or run npm start -- --port ${other}.`);
}

/** Tells whether something accepts connections at the port. */
export function answers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function binds(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
