import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
  readonly body: unknown;
}

type Respond = (response: ServerResponse, received: ReceivedRequest, nth: number) => void;

/** A real HTTP server that responds as the test says and keeps the requests. */
export async function openServer(respond: Respond) {
  const received: ReceivedRequest[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const current = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://server'),
      authorization: request.headers.authorization ?? '',
      body: text === '' ? null : JSON.parse(text),
    };
    received.push(current);
    respond(response, current, received.length);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/learning`,
    received,
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}
