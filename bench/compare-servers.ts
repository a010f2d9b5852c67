import http from 'node:http';
import { median } from '#core/numbers/median.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

interface Compared {
  /** The URL of what is measured. */
  readonly subject: string;
  /** The URL of what it is compared with. */
  readonly baseline: string;
  readonly rounds: number;
  readonly roundMilliseconds: number;
}

const warmUpMilliseconds = 400;

/** Compares the time per request of two servers in rounds, one connection at a time; each begins every second round. */
export async function compareServers(
  { subject, baseline, rounds, roundMilliseconds }: Compared,
  names: Pick<BenchmarkRatio, 'subject' | 'baseline'>,
): Promise<BenchmarkRatio> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (const url of [baseline, subject]) await timePerRequest(url, agent, warmUpMilliseconds);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const [first, second] = round % 2 === 0 ? [baseline, subject] : [subject, baseline];
      const one = await timePerRequest(first, agent, roundMilliseconds);
      const other = await timePerRequest(second, agent, roundMilliseconds);
      pairs.push(round % 2 === 0 ? { without: one, with: other } : { without: other, with: one });
    }
    return { ...names, ...summarize(pairs) };
  } finally {
    agent.destroy();
  }
}

/** Mean microseconds from sending a request to the end of its response, over as many requests as fit in the time. */
async function timePerRequest(url: string, agent: http.Agent, milliseconds: number): Promise<number> {
  const began = performance.now();
  let requests = 0;
  while (performance.now() - began < milliseconds) {
    await visit(`${url}/things/1`, agent);
    requests += 1;
  }
  return ((performance.now() - began) * 1_000) / requests;
}

function visit(url: string, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

function summarize(
  pairs: readonly { without: number; with: number }[],
): Pick<BenchmarkRatio, 'ratio' | 'spread' | 'detail'> {
  const ratios = pairs.map((pair) => pair.with / pair.without);
  const added = pairs.map((pair) => pair.with - pair.without);
  return {
    ratio: medianOf(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    detail:
      `${medianOf(pairs.map((pair) => pair.without)).toFixed(0)} µs without, ` +
      `${medianOf(pairs.map((pair) => pair.with)).toFixed(0)} µs with, ` +
      `${medianOf(added).toFixed(1)} µs added (medians of ${pairs.length} rounds, one connection, loopback)`,
  };
}

const medianOf = (values: readonly number[]): number => median(values) ?? Number.NaN;
