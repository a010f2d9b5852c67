import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import protobuf from 'protobufjs/light.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { descriptor } from '#adapters/otlp/protobuf/descriptor.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { traceMessage } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.serviceToken('shop');
});
afterAll(() => system.stop());

const messages = protobuf.Root.fromJSON(descriptor);
const json = () => Buffer.from(JSON.stringify(traceMessage({})));
const send = async (body: Buffer, headers: Record<string, string>, signal = 'traces') => {
  const response = await fetch(`${system.url}/otlp/v1/${signal}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: new Uint8Array(body),
  });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    bytes: Buffer.from(await response.arrayBuffer()),
  };
};
const jsonIn = ({ bytes }: { readonly bytes: Buffer }) => JSON.parse(bytes.toString());
const decoded = (type: string, bytes: Uint8Array) => {
  const message = messages.lookupType(type);
  return message.toObject(message.decode(bytes), { longs: String });
};
const protobufOf = (message: object) => {
  const type = messages.lookupType('Traces');
  return Buffer.from(type.encode(type.fromObject(message)).finish());
};

describe('a compressed message is read', () => {
  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['zstd', zstdCompressSync],
    ['identity', (body: Buffer) => body],
    ['GZIP', gzipSync],
  ])('%s', async (encoding, compress) => {
    expect(jsonIn(await send(compress(json()), { 'content-encoding': encoding }))).toEqual({});
  });
});

describe('what is not read is refused with its reason, which no sender takes for a failure that passes', () => {
  test.each([
    [
      'another media type',
      json(),
      { 'content-type': 'text/html' },
      415,
      3,
      /send application\/x-protobuf or/,
    ],
    [
      'another compression',
      brotliCompressSync(json()),
      { 'content-encoding': 'br' },
      415,
      3,
      /gzip, deflate or zstd/,
    ],
    [
      'a body that is not compressed as it says',
      json(),
      { 'content-encoding': 'gzip' },
      400,
      3,
      /is gzip, but the body is not/,
    ],
    [
      'a property of every object as compression',
      json(),
      { 'content-encoding': 'constructor' },
      415,
      3,
      /not read/,
    ],
    ['text that is no JSON', Buffer.from('{'), {}, 400, 3, /not valid JSON/],
    ['bytes that are no text', Buffer.from([0x7b, 0xff]), {}, 400, 3, /not .*(UTF-8|JSON)/],
  ])('%s', async (_, body, headers, status, code, reason) => {
    const response = await send(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(`${jsonIn(response).message ?? jsonIn(response).detail}`).toMatch(reason);
    if (response.type === 'application/json') expect(jsonIn(response).code).toBe(code);
  });

  test('a body that unpacks to gigabytes, without unpacking it', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20));
    const response = await send(bomb, { 'content-encoding': 'gzip' });
    expect([response.status, jsonIn(response).code]).toEqual([413, 8]);
    expect(jsonIn(response).message).toMatch(/send smaller batches: send_batch_max_size/);
  });
});

describe('a sender of protobuf is answered in protobuf', () => {
  const type = { 'content-type': 'application/x-protobuf' };
  const id = Buffer.from('00f067aa0ba902b8', 'hex');

  test('with an empty response if all was kept', async () => {
    const response = await send(protobufOf(traceMessage({ spanId: id })), type);
    expect(response).toMatchObject({ status: 200, type: 'application/x-protobuf' });
    expect(response.bytes).toHaveLength(0);
  });

  test('with the number of rejected spans and why', async () => {
    const { bytes } = await send(protobufOf(traceMessage({ spanId: Buffer.alloc(3) })), type);
    expect(decoded('ExportResponse', bytes)).toEqual({
      partialSuccess: { rejected: '1', errorMessage: '1 left out: spanId must be 16 hexadecimal digits' },
    });
  });

  test('with a status if it cannot be read', async () => {
    const response = await send(Buffer.from([0xff]), type);
    expect(response).toMatchObject({ status: 400, type: 'application/x-protobuf' });
    expect(decoded('ErrorStatus', response.bytes)).toEqual({
      code: 3,
      message: "the request's body is not a protobuf message of traces.",
    });
  });

  test('with a status if it has no right to send', async () => {
    const user = await system.tokenOf('user-1');
    const response = await send(protobufOf(traceMessage({})), { ...type, authorization: `Bearer ${user}` });
    expect(response.status).toBe(403);
    expect(decoded('ErrorStatus', response.bytes)).toMatchObject({ code: 7 });
  });

  test('with a warning if it sends logs', async () => {
    const { bytes } = await send(Buffer.alloc(0), type, 'logs');
    expect(decoded('ExportResponse', bytes)).toMatchObject({
      partialSuccess: { errorMessage: expect.stringMatching(/^logs are not kept here/) },
    });
  });
});
