import { setTimeout } from 'node:timers/promises';
import { Unavailable } from '#core/errors.ts';
import type { ImportResult, UserFeedback } from '#core/preferences/feedback/import-feedback.ts';
import { second } from '#core/time.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';

/** Between attempts: an API that is busy, or away for a moment, is asked again. */
const pauses = [1, 2, 5, 10, 20].map((seconds) => seconds * second);

/**
 * Sends one batch of feedback to an installation.
 * @returns a result for each item, in their order.
 * @throws Unavailable `api/unreachable`, `api/busy` after the last attempt; InvalidInput `api/refused`.
 */
export async function sendBatch(
  access: ApiAccess,
  items: readonly UserFeedback[],
  waits: readonly number[] = pauses,
): Promise<readonly ImportResult[]> {
  try {
    const { results } = await askApi<{ results: readonly ImportResult[] }>(access, '/feedback/import', {
      items,
    });
    return results;
  } catch (error) {
    const [wait, ...others] = waits;
    if (!(error instanceof Unavailable) || wait === undefined) throw error;
    await setTimeout(wait);
    return sendBatch(access, items, others);
  }
}
