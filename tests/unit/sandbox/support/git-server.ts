import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { git, temporaryFolder } from './kiosk.ts';

/** Git's own program for serving repositories over HTTP. */
const backend = join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');

export interface GitServer {
  /** The bare repository on its disk. */
  readonly folder: string;
  readonly url: string;
  /** Requests such as `GET /shop.git/info/refs`, in the order of arrival. */
  readonly requests: string[];
}

interface Options {
  /** The required token; if absent, anyone has access. */
  readonly token?: string;
  /** Responds instead of git if it returns true. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** Serves a bare copy of `repository`, as a hosting service would. It is removed after the test. */
export async function serveRepository(repository: string, options: Options = {}): Promise<GitServer> {
  const root = temporaryFolder();
  const folder = join(root, 'shop.git');
  git(root, 'clone', '--quiet', '--bare', repository, folder);
  git(folder, 'config', 'http.receivepack', 'true');
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (options.intercept?.(request, response)) return;
    if (!isAdmitted(request, options.token)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="shop"' }).end('Who are you?');
      return;
    }
    answer(root, request, response);
  });
  const origin = await listen(server);
  return { folder, url: `${origin}/shop.git`, requests };
}

export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function isAdmitted({ headers }: IncomingMessage, token: string | undefined): boolean {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  return token === undefined || headers.authorization === `Basic ${credentials}`;
}

/** The Common Gateway Interface: the request comes in the environment and on standard input, the response on standard output. */
function answer(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn(backend, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('close', () => {
    const printed = Buffer.concat(chunks);
    const end = printed.indexOf('\r\n\r\n');
    const headers = printed.subarray(0, end).toString().split('\r\n');
    for (const [name = '', value = ''] of headers.map((line) => line.split(': '))) {
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(printed.subarray(end + 4));
  });
}
