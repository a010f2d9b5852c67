import { isUnmatched } from '../../service/endpoint-name.ts';
import type { Window } from '../windows/window.ts';

type Counted = Pick<Window, 'endpoint' | 'count' | 'errors' | 'rejections'>;

/** Of fewer requests nothing is said. */
const fewest = 20;

/**
 * What has to be said before anything else: if most requests fail or match no route, their times say little about what users
 * wait for. Each a sentence with what helps.
 */
export function troublesOf(windows: readonly Counted[]): readonly string[] {
  const sum = (count: (window: Counted) => number) => windows.reduce((so, window) => so + count(window), 0);
  const all = sum(({ count }) => count);
  const isMost = (count: number) => all >= fewest && count > all / 2;
  const failed = sum(({ errors }) => errors);
  const refused = sum(({ rejections = 0 }) => rejections);
  const unmatched = sum(({ endpoint, count }) => (isUnmatched(endpoint) ? count : 0));
  return [
    ...(isMost(failed)
      ? [
          `${failed} of ${all} requests failed with a status of 500 or above: read the log of the service, and check what it needs ` +
            'to run, such as its environment and its database.',
        ]
      : []),
    ...(isMost(refused)
      ? [
          `${refused} of ${all} requests were refused with a status of 400 to 499: send paths that the service has (404), the ` +
            'credentials that it asks for (401, 403), bodies that it accepts (400), and no more requests than it allows (429).',
        ]
      : []),
    ...(isMost(unmatched)
      ? [
          `${unmatched} of ${all} requests matched no route that the recorder knows: they are one endpoint in this report, and no fix ` +
            'is looked for. Send paths that the service has, or name its routes (docs/send-metrics.md).',
        ]
      : []),
  ];
}
