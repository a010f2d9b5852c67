import { Conflict, Unavailable } from '../../errors.ts';

const attempts = 5;

/**
 * Does a change of a user's record again while somebody else is first with one.
 * @throws Unavailable `preferences/contended` when somebody else was first five times.
 */
export async function retryOnConflict<Result>(change: () => Promise<Result>): Promise<Result> {
  let stale: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Conflict) || error.code !== 'store/stale') throw error;
      stale = error;
    }
  }
  throw new Unavailable('somebody else keeps changing what is known of this user; ask once more.', {
    code: 'preferences/contended',
    cause: stale,
  });
}
