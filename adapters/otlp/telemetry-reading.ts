import { createHash } from 'node:crypto';
import type * as z from 'zod/mini';
import type { CountedRequests } from '#core/performance/windows/counted-requests.ts';
import type { Refusals } from '#core/performance/windows/refusals.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { type Exporter, exporterOf } from './exporter.ts';
import type { Attributes } from './payload-schema.ts';

/** The part of a message that could be read. */
export interface TelemetryReading {
  readonly parts: readonly WindowPart[];
  /** Points that count all requests since their series began. */
  readonly cumulative: readonly CountedRequests[];
  /** Why the rest could not be read. */
  readonly unread: Refusals;
}

/** The first problem of a value that its schema refuses. */
export const reasonOf = ({ issues: [issue] }: z.core.$ZodError): string =>
  [issue?.path.join('.'), issue?.message].filter(Boolean).join(' ');

/** What one process sent, from all entries of a message with its resource. */
export interface FromOneProcess<Item> {
  readonly sender: Exporter;
  readonly items: readonly Item[];
}

/** The valid entries of a message by the process that sent them; what has no sender is refused. */
export function byProcess<Item>(
  entries: readonly { readonly attributes: Attributes; readonly items: readonly Item[] }[],
  refusals: Refusals,
): readonly FromOneProcess<Item>[] {
  const sent = entries.flatMap(({ attributes, items }) => {
    const sender = exporterOf(attributes);
    if (typeof sender !== 'string') return [{ sender, items }];
    if (items.length > 0) refusals.add(sender, items.length);
    return [];
  });
  const groups = Map.groupBy(sent, ({ sender }) => JSON.stringify(sender));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ sender: first.sender, items: group.flatMap(({ items }) => items) }] : [];
  });
}

/** The data comes from an outside system, which does not report a process's memory. */
export const noMemory = { rss: 0, heapUsed: 0 };

/** The name of a batch, derived from its content: a repeated batch has the same name. */
export function batchOf(instance: string, content: readonly string[]): string {
  return `${instance}#${createHash('sha256').update(content.join('\n')).digest('hex').slice(0, 16)}`;
}
