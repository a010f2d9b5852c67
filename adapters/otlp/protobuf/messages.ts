import { Root } from 'protobufjs/light.js';
import { InvalidInput } from '#core/errors.ts';
import type { ErrorStatus, ExportResponse } from '../transport/signal.ts';
import { descriptor } from './descriptor.ts';

const root = Root.fromJSON(descriptor);
const messages = {
  traces: root.lookupType('Traces'),
  metrics: root.lookupType('Metrics'),
  response: root.lookupType('ExportResponse'),
  status: root.lookupType('ErrorStatus'),
};

/**
 * A message in its JSON form: 64-bit numbers are text, IDs of spans are bytes, fields with their default are absent.
 * @throws InvalidInput `otlp/malformed-protobuf`.
 */
export function decodeMessage(signal: 'traces' | 'metrics', bytes: Uint8Array): object {
  const type = messages[signal];
  try {
    return type.toObject(type.decode(bytes), { longs: String, arrays: true });
  } catch (cause) {
    throw new InvalidInput(`the request's body is not a protobuf message of ${signal}.`, {
      code: 'otlp/malformed-protobuf',
      cause,
    });
  }
}

export const encodeResponse = (response: ExportResponse): Buffer =>
  Buffer.from(messages.response.encode(messages.response.fromObject(response)).finish());

export const encodeStatus = (status: ErrorStatus): Buffer =>
  Buffer.from(messages.status.encode(messages.status.fromObject({ ...status })).finish());
