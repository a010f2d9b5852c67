import { createHash } from 'node:crypto';
import { decodeSketch, encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { expiryOf } from '#core/retention.ts';
import { hour } from '#core/time.ts';
import { sortable } from './table.ts';

/** One partition per hour, so that no partition of a busy service grows without bound. */
export const partitionOf = (service: string, at: number) => `METRICS#${service}#${Math.floor(at / hour)}`;

/** The record of a window part. */
export function itemOfPart({ sketch, ...part }: WindowPart): Record<string, unknown> {
  return {
    pk: partitionOf(part.service, part.windowStart),
    sk: `${sortable(part.windowStart)}#${nameOf(part)}`,
    expiresAt: expiryOf('windowParts', part.windowStart),
    part,
    sketch: encodeSketch(sketch),
  };
}

/** The same part sent twice has the same name: short, because a table stores keys more than once. */
const nameOf = ({ endpoint, version, batch }: Pick<WindowPart, 'endpoint' | 'version' | 'batch'>): string =>
  createHash('sha256')
    .update(JSON.stringify([endpoint, version, batch]))
    .digest('base64url')
    .slice(0, 22);

export function partOfItem(item: Record<string, unknown>): WindowPart {
  return { ...(item.part as Omit<WindowPart, 'sketch'>), sketch: decodeSketch(item.sketch as Uint8Array) };
}
