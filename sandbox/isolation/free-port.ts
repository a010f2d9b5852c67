import { once } from 'node:events';
import { createServer } from 'node:net';
import { portForService } from '#core/service/port-for-service.ts';

const mostAttempts = 20;

/** A port for a service, on which no program of the loopback interface listens at this moment. */
export async function freePort(attempts = mostAttempts): Promise<number> {
  const port = portForService(Math.random);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if (attempts <= 1) throw error;
    return freePort(attempts - 1);
  }
  server.close();
  await once(server, 'close');
  return port;
}
