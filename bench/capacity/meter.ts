import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '#local/processes/listen.ts';
import { type Item, itemSize } from './item-size.ts';

/** What a request sent to the engine, and what that cost by the engine's own account. */
export interface ConsumedUnits {
  readonly units: number;
  /** Of those, what reading cost. */
  readonly read: number;
  /** Commands in their order: `GetItem`, `TransactWriteItems`. */
  readonly commands: readonly string[];
  /** Bytes of the items that were written or answered, by the beginning of their partition key. */
  readonly bytes: ReadonlyMap<string, readonly number[]>;
}

export interface Meter extends Listening {
  /** What has been used since the last time that this was asked. */
  take(): ConsumedUnits;
}

interface Body {
  readonly ConsumedCapacity?: Consumed | readonly Consumed[];
}
interface Consumed {
  readonly CapacityUnits?: number;
}

const reading = ['GetItem', 'BatchGetItem', 'Query'];

/** Stands between a client and an engine, and asks with every command for what it consumed. */
export async function startMeter(engine: string): Promise<Meter> {
  let units = 0;
  let read = 0;
  let commands: string[] = [];
  let bytes = new Map<string, number[]>();
  const note = (value: unknown): void => {
    for (const item of itemsIn(value)) {
      const kind = kindOf(item);
      bytes.set(kind, [...(bytes.get(kind) ?? []), itemSize(item)]);
    }
  };
  const server = createServer(async (request, response) => {
    const sent = JSON.parse(await text(request)) as object;
    const answer = await fetch(engine, {
      method: 'POST',
      headers: forwarded(request.headers),
      body: JSON.stringify({ ...sent, ReturnConsumedCapacity: 'TOTAL' }),
    });
    const body = await answer.text();
    const received = JSON.parse(body) as Body;
    const command = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    commands.push(command);
    for (const { CapacityUnits = 0 } of [received.ConsumedCapacity ?? []].flat()) {
      units += CapacityUnits;
      if (reading.includes(command)) read += CapacityUnits;
    }
    note(sent);
    note(received);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
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

/** Items are the objects with both keys and something besides. */
function itemsIn(value: unknown): readonly Item[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('pk' in value && 'sk' in value) return Object.keys(value).length > 2 ? [value as Item] : [];
  return Object.values(value).flatMap(itemsIn);
}

function kindOf({ pk, sk }: Item): string {
  const [kind = ''] = String(pk?.S).split('#');
  return ['USER', 'PROFILE'].includes(kind) ? (String(sk?.S).split('#')[0] ?? kind) : kind;
}
