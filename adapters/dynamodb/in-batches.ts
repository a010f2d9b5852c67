import { Unavailable } from '#core/errors.ts';

const maxTries = 6;

/**
 * Sends requests in batches, and again those that the table left out of its response, because it throttled them or the
 * response was full. Pauses grow to 0.8 seconds; tries are counted from the last one that processed something.
 *
 * @param size how many requests one call may carry.
 * @param send resolves to the requests that were left out.
 * @throws Unavailable `store/busy` after six tries in which nothing was processed; earlier ones have taken effect.
 */
export async function inBatches<Request>(
  requests: readonly Request[],
  size: number,
  send: (batch: readonly Request[]) => Promise<readonly Request[]>,
): Promise<void> {
  for (let i = 0; i < requests.length; i += size) {
    let left = requests.slice(i, i + size);
    for (let tries = 0; left.length > 0; ) {
      if (tries > 0) await new Promise((done) => setTimeout(done, 25 * 2 ** tries));
      const leftOut = [...(await send(left))];
      tries = leftOut.length < left.length ? 1 : tries + 1;
      if (tries === maxTries)
        throw new Unavailable('the table is too busy for this request; send it again.', {
          code: 'store/busy',
        });
      left = leftOut;
    }
  }
}
