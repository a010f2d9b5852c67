import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string;
  readonly body: unknown;
}

type Answering = (response: ServerResponse, received: Received, nth: number) => void;

/** A real HTTP server that answers as it is told to, and remembers what it was asked. */
export async function openServer(answering: Answering) {
  const received: Received[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const asked = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://server'),
      authorization: request.headers.authorization ?? '',
      body: text === '' ? null : JSON.parse(text),
    };
    received.push(asked);
    answering(response, asked, received.length);
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
