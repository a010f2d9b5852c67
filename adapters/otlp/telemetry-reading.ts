import { createHash } from 'node:crypto';
import type { WindowPart } from '#core/performance/windows/window-part.ts';

/** The part of a message that could be read. */
export interface TelemetryReading {
  readonly parts: readonly WindowPart[];
  /** Why the rest could not be read: each reason with its count. */
  readonly rejected: ReadonlyMap<string, number>;
}

/** Counts the reasons for omissions. */
export class Rejections {
  readonly #reasons = new Map<string, number>();

  add(reason: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
  }

  get reasons(): ReadonlyMap<string, number> {
    return this.#reasons;
  }
}

export const noExporter = 'its resource has no service.name, or one that is not a valid name of a service';

/** The data comes from an outside system, which does not report a process's memory. */
export const noMemory = { rss: 0, heapUsed: 0 };

/** The name of a batch, derived from its content: a repeated batch has the same name. */
export function batchOf(instance: string, content: readonly string[]): string {
  return `${instance}#${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 16)}`;
}
