import { TimeCount } from './endpoint-time.ts';
import type { EndpointProfile, HotFunction } from './protocol.ts';
import type { CodeLocation, Stack } from './stack-reader.ts';

interface FunctionSamples {
  self: number;
  total: number;
  own: number;
  readonly lines: Map<number, number>;
}

const maxFunctions = 20;
const leastLine = 0.01;

/** Counts the samples of one endpoint by function and line. */
export class EndpointSamples {
  samples = 0;
  readonly time = new TimeCount();
  readonly #functions = new Map<CodeLocation, FunctionSamples>();

  /** @param share of a sample that is this endpoint's. */
  count(stack: Stack, share: number): void {
    this.samples += share;
    for (const location of stack.locations) {
      const counted = this.#functions.get(location) ?? { self: 0, total: 0, own: 0, lines: new Map() };
      counted.total += share;
      if (location === stack.top) counted.self += share;
      if (location === stack.owner) counted.own += share;
      this.#functions.set(location, counted);
    }
    for (const { location, line, share: part } of stack.lines) {
      const lines = this.#functions.get(location)?.lines;
      lines?.set(line, (lines.get(line) ?? 0) + share * part);
    }
  }

  /** @param mostLines of each function. */
  summarize(endpoint: string, mostLines: number): EndpointProfile {
    const { samples } = this;
    return {
      endpoint,
      samples: samples > 0 ? Math.max(1, Math.round(samples)) : 0,
      time: this.time.shares(),
      functions: [...this.#functions]
        .map(([location, { self, total, own, lines }]) => ({
          ...location,
          self: shareOf(self, samples),
          total: shareOf(total, samples),
          own: shareOf(own, samples),
          ...hottestLines(lines, samples, mostLines),
        }))
        .sort((a, b) => b.total - a.total || b.self - a.self)
        .slice(0, maxFunctions),
    };
  }
}

function hottestLines(
  parts: ReadonlyMap<number, number>,
  samples: number,
  most: number,
): Pick<HotFunction, 'lines'> {
  const lines = [...parts]
    .map(([line, part]) => ({ line, share: shareOf(part, samples) }))
    .filter(({ share }) => share >= leastLine)
    .sort((a, b) => b.share - a.share)
    .slice(0, most);
  return lines.length === 0 ? {} : { lines };
}

/** A share rounded to four digits. */
function shareOf(part: number, whole: number): number {
  return Math.min(1, Math.round((part / whole) * 10_000) / 10_000);
}
