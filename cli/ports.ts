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

/** Resolves once something accepts connections at the port. */
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
