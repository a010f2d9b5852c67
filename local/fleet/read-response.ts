import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Outcome } from '#core/proof/compare-responses.ts';
import { second } from '#core/time.ts';

/** Of a body, in bytes, as it was sent and decoded. A longer one is not compared. */
const longest = 1024 ** 2;
/** Milliseconds until the end of a response. */
export const readingTime = 5 * second;

type Decoder = (body: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>;

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip) as Decoder,
  deflate: promisify(inflate) as Decoder,
  br: promisify(brotliDecompress) as Decoder,
};

/** Reads a response while it passes, also beside another reader; a sentence if it cannot be read whole. */
export async function readResponse(response: IncomingMessage): Promise<Outcome> {
  const body = await collect(response);
  if (typeof body === 'string') return body;
  const { statusCode: status = 0 } = response;
  const headers = distinctHeaders(response);
  const decode = decoders[response.headers['content-encoding'] ?? ''];
  // A HEAD response names the encoding of a body that it does not have.
  if (!decode || body.length === 0) return { status, headers, body };
  try {
    return { status, headers, body: await decode(body, { maxOutputLength: longest }) };
  } catch {
    return `its body cannot be decoded to at most ${longest / 1024 ** 2} MB`;
  }
}

const distinctHeaders = ({ headersDistinct }: IncomingMessage): Record<string, readonly string[]> =>
  Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values ?? []]));

function collect(response: IncomingMessage): Promise<Buffer | string> {
  const { promise, resolve } = Promise.withResolvers<Buffer | string>();
  const chunks: Buffer[] = [];
  let length = 0;
  const onData = (chunk: Buffer) => {
    length += chunk.length;
    if (length > longest) resolve(`its body is longer than ${longest / 1024 ** 2} MB`);
    else chunks.push(chunk);
  };
  const timer = setTimeout(() => resolve(`it did not end within ${readingTime / 1_000} s`), readingTime);
  response.on('data', onData);
  response.once('end', () => resolve(Buffer.concat(chunks)));
  response.once('close', () => resolve('the connection was closed before its end'));
  return promise.finally(() => {
    clearTimeout(timer);
    response.off('data', onData);
  });
}
