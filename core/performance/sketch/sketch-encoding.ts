import { InvalidInput } from '../../errors.ts';
import { merge, type Sketch, sketchOfBucket, sketchOfZeros } from './sketch.ts';

/*
 * Unsigned integers with 7 bits per byte, lowest first, the top bit set on all bytes except the last: format number,
 * count of zeros, number of runs of neighboring buckets; then for each run its distance from the end of the previous
 * run, its length, and its counts. The first distance, from 0, may be negative and is folded: 0, -1, 1, -2, 2 become
 * 0, 1, 2, 3, 4. Most buckets of a service's latencies are neighbors: such a bucket costs only its count.
 */
const format = 2;
/** Numbers other than counts: of the whole sketch, and of each run. */
const perSketch = 3;
const perRun = 2;
/** This format had a distance for each bucket, and buckets of 2 %. */
const firstFormat = { number: 1, relativeError: 0.02 };

/** Encodes a sketch, typically in 300 to 800 bytes. */
export function encodeSketch({ zeros, ...sketch }: Sketch): Uint8Array {
  const runs = runsOf(sketch);
  const bytes: number[] = [];
  for (const number of [format, zeros, runs.length]) write(bytes, number);
  let end: number | undefined;
  for (const { first, counts } of runs) {
    write(bytes, end === undefined ? fold(first) : first - end);
    write(bytes, counts.length);
    for (const count of counts) write(bytes, count);
    end = first + counts.length;
  }
  return Uint8Array.from(bytes);
}

/** @throws InvalidInput `metrics/sketch-unreadable`, our fault, because only {@link encodeSketch} writes sketches. */
export function decodeSketch(bytes: Uint8Array): Sketch {
  const read = reader(bytes);
  const number = read();
  if (number === firstFormat.number) return decodeFirst(read);
  if (number !== format) throw unreadable('has an unknown format');
  const zeros = read();
  const runs = read();
  const length = Math.max(0, numbersIn(bytes) - perSketch - perRun * runs);
  const buckets = new Int32Array(length);
  const counts = new Float64Array(length);
  let filled = 0;
  let end: number | undefined;
  for (let run = 0; run < runs; run += 1) {
    const distance = read();
    const first = end === undefined ? unfold(distance) : end + distance;
    const inRun = read();
    for (let i = 0; i < inRun; i += 1) {
      const count = read();
      buckets[filled] = first + i;
      counts[filled] = count;
      filled += 1;
    }
    end = first + inRun;
  }
  if (filled !== length) throw unreadable('continues after its end');
  return { zeros, buckets, counts };
}

/** Only the last byte of a number is below 128. */
function numbersIn(bytes: Uint8Array): number {
  let numbers = 0;
  for (let i = 0; i < bytes.length; i += 1) if ((bytes[i] as number) < 128) numbers += 1;
  return numbers;
}

function decodeFirst(read: () => number): Sketch {
  const zeros = read();
  const length = read();
  const parts: Sketch[] = [sketchOfZeros(zeros)];
  let bucket: number | undefined;
  for (let i = 0; i < length; i += 1) {
    const distance = read();
    bucket = bucket === undefined ? unfold(distance) : bucket + distance;
    parts.push(sketchOfBucket(bucket, read(), firstFormat.relativeError));
  }
  return merge(parts);
}

interface Run {
  readonly first: number;
  readonly counts: number[];
}

function runsOf({ buckets, counts }: Pick<Sketch, 'buckets' | 'counts'>): readonly Run[] {
  const runs: Run[] = [];
  for (const [i, bucket] of buckets.entries()) {
    const count = counts[i] ?? 0;
    const last = runs.at(-1);
    if (last && last.first + last.counts.length === bucket) last.counts.push(count);
    else runs.push({ first: bucket, counts: [count] });
  }
  return runs;
}

const fold = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
const unfold = (value: number) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/** Divides instead of shifting: counts may exceed the 32 bits that shift operators support. */
function write(bytes: number[], value: number): void {
  let remaining = value;
  while (remaining >= 128) {
    bytes.push((remaining % 128) + 128);
    remaining = Math.floor(remaining / 128);
  }
  bytes.push(remaining);
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
