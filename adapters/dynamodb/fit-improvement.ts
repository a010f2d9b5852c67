import type { Improvement } from '#core/improvements/improvement.ts';

/** DynamoDB refuses items of more than 400 KB; keys, indexes and the encoding need some of it. */
const mostBytes = 340_000;
/** Characters. */
export const longestReason = 4_000;

/** How much of the evidence is kept: characters of each text, entries of each list, and earlier attempts. */
interface Share {
  readonly text: number;
  readonly entries: number;
  readonly earlier: number;
}

const shares: readonly Share[] = [
  { text: 4_000, entries: 200, earlier: 8 },
  { text: 1_000, entries: 50, earlier: 4 },
  { text: 200, entries: 20, earlier: 2 },
  { text: 100, entries: 10, earlier: 0 },
];

/**
 * The improvement as it fits an item: long texts and lists of its evidence are shortened, and the oldest attempts left
 * out, as far as necessary. What is tested, approved and committed stays as it is: the form of a candidate limits it.
 */
export function fitImprovement(improvement: Improvement): Improvement {
  const record = { ...improvement, reason: cut(improvement.reason, longestReason) };
  if (bytesOf(record) <= mostBytes) return record;
  const fitting = shares.map((share) => shortened(record, share));
  return fitting.find((one) => bytesOf(one) <= mostBytes) ?? fitting.at(-1) ?? record;
}

function shortened(record: Improvement, share: Share): Improvement {
  const { report, baseReport, finding, earlier } = record;
  return {
    ...record,
    report: within(report, share),
    baseReport: within(baseReport, share),
    finding: within(finding, share),
    earlier: share.earlier === 0 ? [] : earlier.slice(-share.earlier),
  };
}

/** The same structure, with shorter texts and lists. */
function within<Value>(value: Value, share: Share): Value {
  if (typeof value === 'string') return cut(value, share.text) as Value;
  if (Array.isArray(value)) return value.slice(0, share.entries).map((item) => within(item, share)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]) => [name, within(field, share)]);
  return Object.fromEntries(fields) as Value;
}

export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

/** A little more than what DynamoDB counts. */
const bytesOf = (record: Improvement): number => Buffer.byteLength(JSON.stringify(record));
