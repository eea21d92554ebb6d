import { createServer, type Server } from 'node:net';
import { anyFreePort, choosePort, isPortFree, requireApiPort } from '../../../cli/ports.ts';

const busy =
  (...ports: number[]) =>
  async (port: number) =>
    !ports.includes(port);

test('the wanted port is taken when it is free', async () => {
  expect(await choosePort(5433, new Set(), busy())).toBe(5433);
});

test('a busy or promised port gives way to the next', async () => {
  expect(await choosePort(5433, new Set([5434]), busy(5433, 5435))).toBe(5436);
});

test('no free port at all is a sentence, not an endless search', async () => {
  await expect(choosePort(65_530, new Set(), async () => false)).rejects.toThrow('No free port');
});

test('a busy port of the API is named together with one that is free', async () => {
  await expect(requireApiPort(3000, busy(3000, 3001))).rejects.toThrow(/Port 3000 is busy.*--port 3002/);
  await expect(requireApiPort(3000, busy())).resolves.toBeUndefined();
});

test.each(['127.0.0.1', '0.0.0.0'])('a port somebody listens on at %s is not free', async (host) => {
  const port = await anyFreePort();
  expect(await isPortFree(port)).toBe(true);
  const server = await new Promise<Server>((resolve) => {
    const listening = createServer().listen(port, host, () => resolve(listening));
  });
  expect(await isPortFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});
