import { createHash } from 'node:crypto';
import type { WindowPart } from '#core/performance/windows/window-part.ts';

/** What of a message could be read. */
export interface TelemetryReading {
  readonly parts: readonly WindowPart[];
  /** Why some of it could not be, each reason with how often. */
  readonly rejected: ReadonlyMap<string, number>;
}

/** Counts why something is left out. */
export class Rejections {
  readonly #reasons = new Map<string, number>();

  add(reason: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  get reasons(): ReadonlyMap<string, number> {
    return this.#reasons;
  }
}

export const noExporter = 'its resource has no service.name that a service here can have';

/** An outside system told it: no process is behind it whose memory is known. */
export const noMemory = { rss: 0, heapUsed: 0 };

/** The name of a batch by its content: sent again, it is the same. */
export function batchOf(instance: string, content: readonly string[]): string {
  return `${instance}#${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 16)}`;
}
