import { interruption } from './interruption.ts';

/** Waits. @throws Unavailable `up/interrupted` if the signal comes first. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const refuse = () => fail(interruption());
    if (signal.aborted) return refuse();
    const interrupt = () => {
      clearTimeout(timer);
      refuse();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', interrupt);
      done();
    }, milliseconds);
    signal.addEventListener('abort', interrupt, { once: true });
  });
}
