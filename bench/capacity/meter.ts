import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '#local/processes/listen.ts';
import { type Item, itemSize } from './item-size.ts';

/** The commands that a request sent to the engine, and the units that the engine reported for them. */
export interface ConsumedUnits {
  readonly units: number;
  /** The part of `units` for reading. */
  readonly read: number;
  /** Commands in order: `GetItem`, `TransactWriteItems`. */
  readonly commands: readonly string[];
  /** Sizes in bytes of the items that were written or returned, by the first part of their partition key. */
  readonly bytes: ReadonlyMap<string, readonly number[]>;
}

export interface Meter extends Listening {
  /** Returns what was consumed since the last call. */
  take(): ConsumedUnits;
}

interface Body {
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const readCommands = ['GetItem', 'BatchGetItem', 'Query'];

/** A proxy between a client and an engine that requests the consumed capacity with every command. */
export async function startMeter(engine: string): Promise<Meter> {
  let units = 0;
  let read = 0;
  let commands: string[] = [];
  let bytes = new Map<string, number[]>();
  const addSizes = (value: unknown): void => {
    for (const item of itemsIn(value)) {
      const kind = kindOf(item);
      bytes.set(kind, [...(bytes.get(kind) ?? []), itemSize(item)]);
    }
  };
  const server = createServer(async (request, response) => {
    const sent = JSON.parse(await text(request)) as object;
    const upstream = await fetch(engine, {
      method: 'POST',
      headers: forwarded(request.headers),
      body: JSON.stringify({ ...sent, ReturnConsumedCapacity: 'TOTAL' }),
    });
    const body = await upstream.text();
    const received = JSON.parse(body) as Body;
    const command = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    commands.push(command);
    for (const { CapacityUnits = 0 } of [received.ConsumedCapacity ?? []].flat()) {
      units += CapacityUnits;
      if (readCommands.includes(command)) read += CapacityUnits;
    }
    addSizes(sent);
    addSizes(received);
    response.writeHead(upstream.status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  });
  return {
    ...(await listen(server, 0)),
    take() {
      const taken = { units, read, commands, bytes };
      units = 0;
      read = 0;
      commands = [];
      bytes = new Map();
      return taken;
    },
  };
}

const forwarded = (headers: IncomingHttpHeaders) => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': String(headers['x-amz-target']),
  authorization: String(headers.authorization),
  'x-amz-date': String(headers['x-amz-date']),
});

/** Finds items: objects with both keys and at least one other attribute. */
function itemsIn(value: unknown): readonly Item[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('pk' in value && 'sk' in value) return Object.keys(value).length > 2 ? [value as Item] : [];
  return Object.values(value).flatMap(itemsIn);
}

function kindOf({ pk, sk }: Item): string {
  const [kind = ''] = String(pk?.S).split('#');
  return ['USER', 'PROFILE'].includes(kind) ? (String(sk?.S).split('#')[0] ?? kind) : kind;
}
