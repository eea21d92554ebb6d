import { createServer } from 'node:http';
import { loadConfig } from '../../../config.ts';

const { host, port } = loadConfig();
const server = createServer((request, response) => {
  if (request.url === '/exit') process.exit(3);
  response.end(JSON.stringify({ ready: request.url === '/healthz/ready' }));
});
server.listen(port, host, () => console.log(`listening on ${port}`));
process.once('SIGTERM', () => {
  console.log('stopping');
  server.closeAllConnections();
  server.close();
});
