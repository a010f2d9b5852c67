import { InvalidInput } from '../errors.ts';
import type { Sketch } from './sketch.ts';

/*
 * Unsigned integers of 7 bits a byte, the lowest first, the top bit set on all but the last: the format's number, the
 * zeros, how many buckets follow, then of each its distance from the one before and its count. The first distance, from
 * 0, may be negative and is folded: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.
 */
const format = 1;

/** Typically 350 to 700 bytes. */
export function encodeSketch({ zeros, buckets }: Sketch): Uint8Array {
  const bytes: number[] = [];
  for (const number of [format, zeros, buckets.length]) write(bytes, number);
  let before: number | undefined;
  for (const [bucket, count] of buckets) {
    write(bytes, before === undefined ? fold(bucket) : bucket - before);
    write(bytes, count);
    before = bucket;
  }
  return Uint8Array.from(bytes);
}

/** @throws InvalidInput `metrics/sketch-unreadable`, our fault: nobody but {@link encodeSketch} writes them. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  const read = reader(bytes);
  if (read() !== format) throw unreadable('is of an unknown format');
  const zeros = read();
  const length = read();
  const buckets: [number, number][] = [];
  let before: number | undefined;
  for (let i = 0; i < length; i += 1) {
    const distance = read();
    before = before === undefined ? unfold(distance) : before + distance;
    buckets.push([before, read()]);
  }
  return { zeros, buckets };
}

const fold = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
const unfold = (value: number) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/** Divides instead of shifting: counts may exceed the 32 bits that shifts know. */
function write(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function reader(bytes: Uint8Array): () => number {
  let position = 0;
  return () => {
    for (let value = 0, place = 1; ; place *= 128) {
      const byte = bytes[position];
      if (byte === undefined) throw unreadable('ends too early');
      position += 1;
      value += (byte % 128) * place;
      if (byte < 128) return value;
    }
  };
}

function unreadable(how: string): InvalidInput {
  return new InvalidInput(`the stored sketch ${how}.`, { code: 'metrics/sketch-unreadable', fault: 'ours' });
}
