import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { InvalidInput, TooLarge, Unsupported } from '#core/errors.ts';

/** The Collector's usual batch of 8,192 spans takes 3.3 MB in protobuf and 6.8 MB in JSON. */
const largestMessage = 8 << 20;

const methods = {
  gzip: promisify(zlib.gunzip),
  deflate: promisify(zlib.inflate),
  zstd: promisify(zlib.zstdDecompress),
} as const;

/**
 * The message in a request's body. No more than the largest message is ever unpacked.
 * @param contentEncoding the header.
 * @throws Unsupported `otlp/unsupported-compression`, TooLarge `request/too-large`, InvalidInput
 * `otlp/invalid-compression`.
 */
export async function decompress(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const method = contentEncoding?.trim().toLowerCase() || 'identity';
  if (method === 'identity') return body.length > largestMessage ? refuse() : body;
  if (!Object.hasOwn(methods, method))
    throw new Unsupported(
      `the Content-Encoding ${method.slice(0, 100)} is not read; compress with gzip, deflate or zstd, or not at all.`,
      { code: 'otlp/unsupported-compression' },
    );
  try {
    return await methods[method as keyof typeof methods](body, {
      maxOutputLength: largestMessage,
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return refuse();
    throw new InvalidInput(`the Content-Encoding is ${method}, but the body is not.`, {
      code: 'otlp/invalid-compression',
      cause,
    });
  }
}

function refuse(): never {
  throw new TooLarge(
    `the message has more than ${largestMessage >> 20} MB uncompressed; send smaller batches: send_batch_max_size of the Collector, OTEL_BSP_MAX_EXPORT_BATCH_SIZE of an SDK.`,
    { code: 'request/too-large', data: { limit: largestMessage } },
  );
}
