import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { s3Client } from '#adapters/s3/client.ts';
import { listen } from '#local/processes/listen.ts';

/** What happens to a call instead of a normal response; `lost`: the work is done, but the response never arrives. */
export type Mishap =
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  | { readonly kind: 'lost' | 'silence' | 'half a body' };

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Implements the part of S3's REST protocol that artifacts need, path-style, with one bucket named `bucket`. */
export async function startS3() {
  /** Bodies by `/bucket/key`. */
  const objects = new Map<string, Buffer>();
  const calls: string[] = [];
  let mishaps: readonly Mishap[] = [];
  let lasting: Mishap | undefined;

  const server = createServer(async (request, response) => {
    const body = await buffer(request).catch(() => null);
    // The client timed out and will retry.
    if (body === null) return;
    calls.push(`${request.method} ${pathOf(request.url)}`);
    const [mishap = lasting, ...others] = mishaps;
    mishaps = others;
    if (mishap?.kind === 'silence') return;
    if (mishap?.kind === 'half a body') return sendHalf(response);
    const reply =
      mishap?.kind === 'error' ? refusal(mishap.status, mishap.code) : answer(request, body, objects);
    if (mishap?.kind === 'lost') return void response.destroy();
    response.writeHead(reply.status, { 'content-length': Buffer.byteLength(reply.body), ...reply.headers });
    response.end(request.method === 'HEAD' ? undefined : reply.body);
  });
  return {
    ...(await listen(server, 0)),
    objects,
    /** `PUT /bucket/key` of every call so far. */
    calls,
    /** Makes each of the next calls fail with one of these; with `always`, the last one applies to all later calls. */
    meet(next: readonly Mishap[], always = false): void {
      mishaps = next;
      lasting = always ? next.at(-1) : undefined;
    },
  };
}

/** A client of the server, as artifacts use it. Tests of `silence` need a shorter timeout; `timeout` is in milliseconds. */
export const clientOf = ({ url }: { readonly url: string }, timeout = 10_000) =>
  s3Client({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
    requestHandler: { requestTimeout: timeout, throwOnRequestTimeout: true, socketTimeout: timeout },
  });

function answer(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  objects: Map<string, Buffer>,
): Reply {
  const path = pathOf(url);
  if (!path.startsWith('/bucket/')) return refusal(404, 'NoSuchBucket');
  const source = headers['x-amz-copy-source']?.toString();
  if (method === 'PUT' && source === undefined) {
    if (headers['x-amz-checksum-crc32'] !== checksum(body)) return refusal(400, 'BadDigest');
    objects.set(path, body);
    return { status: 200, headers: { etag: '"1"' }, body: '' };
  }
  const stored = objects.get(source === undefined ? path : pathOf(`/${source}`));
  if (!stored) return refusal(404, 'NoSuchKey');
  if (method !== 'PUT')
    return { status: 200, headers: { 'x-amz-checksum-crc32': checksum(stored) }, body: stored };
  objects.set(path, stored);
  return { status: 200, body: '<CopyObjectResult><ETag>"1"</ETag></CopyObjectResult>' };
}

function refusal(status: number, code: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>no.</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function sendHalf(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': 1_000 });
  response.write('half of it', () => response.destroy());
}

const pathOf = (url = '/'): string => decodeURIComponent(url.split('?')[0] ?? '');

function checksum(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}
