import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { auditChain, type ChainFault } from '#core/events/audit-chain.ts';
import type { Head } from './event-line.ts';
import type { Chain } from './read-chains.ts';

export interface AuditResult {
  readonly events: number;
  readonly heads: readonly Head[];
  /** One sentence for each chain that is not as it was written. */
  readonly faults: readonly string[];
}

const sentences: Readonly<Record<ChainFault['reason'], string>> = {
  'other-subject': 'belongs to another subject',
  sequence: 'is not the one that comes next: one is missing, was added or stands elsewhere',
  'previous-hash': 'does not continue the event before it',
  hash: 'was changed after it was written',
  removed: 'was there at the earlier audit and is missing',
  replaced: 'is another one than at the earlier audit',
};

/** Verifies chains, each against its head at an earlier audit if there is one. */
export async function verifyChains(
  chains: AsyncIterable<Chain>,
  earlier: ReadonlyMap<string, Head>,
): Promise<AuditResult> {
  let count = 0;
  const heads: Head[] = [];
  const faults: string[] = [];
  for await (const { subject, events } of chains) {
    const { head, fault } = auditChain(subject, events, sha256, earlier.get(subject) ?? null);
    count += events.length;
    if (head) heads.push({ subject, ...head });
    if (fault) faults.push(`${subject}: event ${fault.position} ${sentences[fault.reason]}.`);
  }
  return { events: count, heads, faults };
}
