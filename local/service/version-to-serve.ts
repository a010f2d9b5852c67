import type { Improvement } from '#core/improvements/improvement.ts';
import type { Status } from '#core/improvements/status.ts';

const inTheTraffic: readonly Status[] = ['deploying', 'watching', 'rolling-back'];

/**
 * The version that serves when a service is started: the head of its branch or, during an unfinished rollout, the
 * baseline. The branch may contain an improvement before its record says so.
 */
export function versionToServe(head: string, unfinished: readonly Improvement[]): string {
  const rollingOut = unfinished.find(({ status }) => inTheTraffic.includes(status));
  return (
    rollingOut?.rollout?.baseline ?? rollingOut?.backup?.version ?? rollingOut?.candidate?.baseCommit ?? head
  );
}
