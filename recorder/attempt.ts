/** Runs what must not affect the service, whatever the service has given or patched; `undefined` if it throws. */
export function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
