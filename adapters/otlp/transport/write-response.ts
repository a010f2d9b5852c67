import { type Encoding, mediaTypes } from './encoding.ts';
import type { ErrorStatus, ExportResponse, Signal } from './signal.ts';

/** A body with its type. */
export interface WrittenResponse {
  readonly contentType: string;
  readonly body: Buffer;
}

/** What the protocol calls the rejected, in JSON. */
const rejectedOf: Readonly<Record<Signal, string>> = {
  traces: 'rejectedSpans',
  metrics: 'rejectedDataPoints',
  logs: 'rejectedLogRecords',
};

/** The response in the encoding of the message. */
export async function writeResponse(
  signal: Signal,
  encoding: Encoding,
  response: ExportResponse,
): Promise<WrittenResponse> {
  if (encoding === 'protobuf') {
    const { encodeResponse } = await import('../protobuf/messages.ts');
    return { contentType: mediaTypes.protobuf, body: encodeResponse(response) };
  }
  if (!response.partialSuccess) return json({});
  const { rejected, errorMessage } = response.partialSuccess;
  // Counts are text in the JSON of the protocol.
  return json({ partialSuccess: { [rejectedOf[signal]]: String(rejected), errorMessage } });
}

/** An error in the encoding of the message. */
export async function writeStatus(encoding: Encoding, status: ErrorStatus): Promise<WrittenResponse> {
  if (encoding === 'json') return json(status);
  const { encodeStatus } = await import('../protobuf/messages.ts');
  return { contentType: mediaTypes.protobuf, body: encodeStatus(status) };
}

const json = (value: object): WrittenResponse => ({
  contentType: mediaTypes.json,
  body: Buffer.from(JSON.stringify(value)),
});
