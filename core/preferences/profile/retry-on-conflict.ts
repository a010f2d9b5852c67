import { Conflict, Unavailable } from '../../errors.ts';

const attempts = 5;

/**
 * Retries a change of a user's record while other writers win the race.
 * @throws Unavailable `preferences/contended` after five lost races.
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
  throw new Unavailable("other requests keep changing this user's profile; try again.", {
    code: 'preferences/contended',
    cause: stale,
  });
}
