import { count } from './gate-sequence.ts';
import type { ComparedRequest } from './response-comparison.ts';

/** Why most requests fail, and the key of the manifest that helps. */
export interface Failing {
  /** One sentence. */
  readonly why: string;
  /** The service refuses who asks: whatever else it responds, its refusals would be compared, not its work. */
  readonly isRefusal: boolean;
}

/** Null if the base serves most requests to the endpoint, and most of all. */
export function whyMostFail(compared: readonly ComparedRequest[], target: string): Failing | null {
  const ofTarget = compared.filter(({ request }) => request.endpoint === target);
  return failingIn(ofTarget, target) ?? failingIn(compared, 'the service');
}

function failingIn(asked: readonly ComparedRequest[], what: string): Failing | null {
  const failed = asked.filter(({ status }) => status !== null && status >= 400);
  if (failed.length <= asked.length / 2) return null;
  const counts = [...Map.groupBy(failed, ({ status }) => status ?? 0)].map(
    ([status, same]) => [status, same.length] as const,
  );
  const statuses = counts.toSorted(([, a], [, b]) => b - a);
  const [mostly = 0] = statuses[0] ?? [];
  const named = statuses.map(([status, times]) => (statuses.length === 1 ? status : `${status} (${times})`));
  const why =
    `Most requests fail: the base answers ${failed.length} of ${count(asked.length, 'request')} to ${what} with ` +
    `${named.slice(0, 3).join(', ')}; ${helpFor(mostly)}.`;
  return { why, isRefusal: isRefused(mostly) };
}

const isRefused = (status: number): boolean => status === 401 || status === 403 || status === 407;

function helpFor(status: number): string {
  if (isRefused(status))
    return 'set "replay.headers" in ironclaw.json to headers with test values that it accepts';
  if (status === 404 || status === 410)
    return 'what they ask for is not there in the sandbox: let "setup" in ironclaw.json make the data, or set "replay.headers" if it depends on who asks';
  if (status >= 500)
    return 'what it needs is not there in the sandbox: set "env" and "setup" in ironclaw.json to test values and to a command that starts it';
  return 'set "replay.headers" in ironclaw.json to the headers that they need';
}
