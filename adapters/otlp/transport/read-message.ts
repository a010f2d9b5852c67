import { InvalidInput } from '#core/errors.ts';
import { decompress } from './decompress.ts';
import { encodingOf } from './encoding.ts';

/** A request's body and the headers that say how it is written. */
export interface SentMessage {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/**
 * The message in its JSON form, however it was sent.
 * @throws Unsupported, TooLarge and InvalidInput as {@link encodingOf} and {@link decompress}; InvalidInput
 * `request/malformed-json`, `otlp/malformed-protobuf`.
 */
export async function readMessage(signal: 'traces' | 'metrics', sent: SentMessage): Promise<unknown> {
  const encoding = encodingOf(sent.contentType);
  const bytes = await decompress(sent.body, sent.contentEncoding);
  if (encoding === 'json') return parseJson(bytes);
  // Senders of JSON never load it.
  const { decodeMessage } = await import('../protobuf/messages.ts');
  return decodeMessage(signal, bytes);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InvalidInput("the request's body is not valid JSON.", {
      code: 'request/malformed-json',
      cause,
    });
  }
}
