import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { decode } from '@msgpack/msgpack';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';

type Item = Readonly<Record<string, unknown>>;

/** Events that say that something was done again: true, and no difference in where the loop stands. */
const ofRepetition = [
  'improvement.rollout-restarted',
  'improvement.snoozed',
  'improvement.resumed',
  'improvement.tested-again',
  'improvement.progressed',
];
/** Fields that count writes, are computed from times, or say whether this try was the one that wrote. */
const counting = [
  'changed',
  'execution',
  'resumes',
  'revision',
  'sequence',
  'version',
  'hash',
  'previousHash',
  'lastEvent',
  'fingerprint',
  'runs',
  'progress',
  // A verdict does not wait for its evidence: whether that could be kept is on record here.
  'verdicts',
];

/** All records of a table, without times and counts of writes. @throws Error if a chain of events is broken. */
export async function recordsOf(table: Table): Promise<Readonly<Record<string, unknown>>> {
  const items: Item[] = [];
  for await (const page of paginateScan(
    { client: table.client },
    { TableName: table.name, ConsistentRead: true },
  ))
    items.push(...((page.Items ?? []) as Item[]));
  const isEvent = ({ pk }: Item): boolean => String(pk).startsWith('EVENTS#');
  const chains = Map.groupBy(items.filter(isEvent), ({ pk }) => String(pk));
  return Object.fromEntries([
    ...items
      .filter((item) => !isEvent(item))
      .map((item) => [timelessText(`${String(item.pk)} ${String(item.sk)}`), timeless(item)]),
    ...[...chains].map(([subject, chain]) => [
      timelessText(subject),
      typesIn(
        subject,
        chain.map(({ event }) => event as LearningEvent),
      ),
    ]),
  ]);
}

function typesIn(subject: string, chain: readonly LearningEvent[]): readonly string[] {
  const inOrder = chain.toSorted((a, b) => a.sequence - b.sequence);
  const broken = verifyChain(inOrder, sha256);
  if (broken) throw new Error(`the chain of ${subject} is broken: ${JSON.stringify(broken)}`);
  return inOrder.map(({ type }) => type).filter((type) => !ofRepetition.includes(type));
}

/** Times, and what is derived from them, replaced by a word: they differ from one run to the next. */
export function timeless(value: unknown): unknown {
  if (value instanceof Uint8Array) return timeless(countsIn(unpacked(value)));
  if (typeof value === 'string') return timelessText(value);
  if (typeof value === 'number') return value > 1.5e9 ? '<time>' : value;
  if (Array.isArray(value)) return value.map(timeless);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !counting.includes(name))
      .map(([name, field]) => [timelessText(name), timeless(field)]),
  );
}

/** From here on each number of single precision is whole, a count or not. */
const wholeFrom = 2 ** 24;

/** What was learned fades with time: only counts are the same at another time. */
function countsIn(learned: unknown): unknown {
  if (typeof learned === 'number')
    return Number.isInteger(learned) && learned < wholeFrom ? learned : '<number>';
  if (learned instanceof Uint8Array) return `<${learned.length} bytes>`;
  if (Array.isArray(learned)) return learned.map(countsIn);
  if (learned === null || typeof learned !== 'object') return learned;
  return Object.fromEntries(Object.entries(learned).map(([name, value]) => [name, countsIn(value)]));
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    // A table of numbers that depend on the time.
    return `<${bytes.length} bytes>`;
  }
}

export const timelessText = (text: string): string =>
  text
    .replaceAll(/^\d+$/g, '<number>')
    .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.-]+Z)?/g, '<time>')
    .replaceAll(/\b\d{13,15}\b/g, '<time>')
    // Hours since 1970, and numbers in the table's stream.
    .replaceAll(/#\d+\b/g, '#<number>')
    // A run in the sandbox is repeated as another one.
    .replaceAll(/(jobs\/verify\/[^/]+\/\d+)-\d+/g, '$1-<run>')
    // Each run has a user of its own, whom no cache knows.
    .replaceAll(/\buser-\d+\b/g, '<user>');
