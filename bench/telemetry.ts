import { gzipSync } from 'node:zlib';
import { Root } from 'protobufjs/light.js';
import { descriptor } from '#adapters/otlp/protobuf/descriptor.ts';
import { readSpans } from '#adapters/otlp/read-spans.ts';
import { readMessage } from '#adapters/otlp/transport/read-message.ts';
import { median } from '#core/numbers/median.ts';
import type { BenchmarkTable } from './benchmark-result.ts';

const spans = 1_000;
const rounds = 60;
const warmUp = 20;
const limit = 20;

/** How a batch is sent. */
interface Sent {
  readonly name: string;
  readonly contentType: string;
  readonly contentEncoding: string | undefined;
  readonly body: Buffer;
}

/** Decoding a batch of 1,000 spans with ten attributes each, by how it is sent, and reading its requests. */
export async function measure(): Promise<BenchmarkTable> {
  const all = batches();
  const times = new Map(all.map(({ name }) => [name, { decode: [] as number[], read: [] as number[] }]));
  for (let round = 0; round < rounds + warmUp; round += 1)
    for (const sent of all) {
      const begun = performance.now();
      const message = await readMessage('traces', sent);
      const decoded = performance.now();
      readSpans(message, 300);
      if (round < warmUp) continue;
      times.get(sent.name)?.decode.push(decoded - begun);
      times.get(sent.name)?.read.push(performance.now() - decoded);
    }
  const rows = all.map(({ name, body }) => {
    const { decode = [], read = [] } = times.get(name) ?? {};
    return {
      name,
      bytes: body.length,
      decode: median(decode) ?? Number.NaN,
      read: median(read) ?? Number.NaN,
    };
  });
  const json = rows.find(({ name }) => name === 'JSON')?.decode ?? Number.NaN;
  return {
    title: `a batch of ${spans} spans, medians of ${rounds}; decoding protobuf must take less than ${limit} ms`,
    columns: ['sent as', 'bytes', 'decoded in', 'relative to JSON', 'requests read in'],
    rows: rows.map(({ name, bytes, decode, read }) => [
      name,
      `${(bytes / 1_000).toFixed(0)} KB`,
      `${decode.toFixed(1)} ms`,
      `${(decode / json).toFixed(2)}x`,
      `${read.toFixed(1)} ms`,
    ]),
    isWithinLimits: rows.every(({ decode }) => decode < limit),
  };
}

function batches(): readonly Sent[] {
  const json = Buffer.from(JSON.stringify(messageWith((id) => id)));
  const type = Root.fromJSON(descriptor).lookupType('Traces');
  const inBytes = messageWith((id) => Buffer.from(id, 'hex'));
  const protobuf = Buffer.from(type.encode(type.fromObject(inBytes)).finish());
  return [
    { name: 'JSON', contentType: 'application/json', body: json },
    { name: 'protobuf', contentType: 'application/x-protobuf', body: protobuf },
  ].flatMap(({ name, contentType, body }) => [
    { name, contentType, contentEncoding: undefined, body },
    { name: `${name}, gzip`, contentType, contentEncoding: 'gzip', body: gzipSync(body) },
  ]);
}

/** @param idOf an ID in the form that an encoding has it. */
function messageWith(idOf: (id: string) => string | Buffer) {
  const at = Date.now();
  const attributes = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const span = (number: number) => ({
    spanId: idOf((number + 1).toString(16).padStart(16, '0')),
    kind: 2,
    startTimeUnixNano: `${at - number}000000`,
    endTimeUnixNano: `${at + 12}500000`,
    attributes: [
      { key: 'http.response.status_code', value: { intValue: '200' } },
      { key: 'server.port', value: { intValue: '443' } },
      ...attributes({
        'http.request.method': 'GET',
        'http.route': '/orders/:id',
        'url.path': `/orders/${number}`,
        'url.scheme': 'https',
        'server.address': 'shop.example.com',
        'network.protocol.version': '1.1',
        'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
        'client.address': `192.0.2.${number % 250}`,
      }),
    ],
    status: {},
  });
  const resource = { attributes: attributes({ 'service.name': 'shop', 'service.instance.id': 'pod-1' }) };
  return {
    resourceSpans: [{ resource, scopeSpans: [{ spans: Array.from({ length: spans }, (_, i) => span(i)) }] }],
  };
}
