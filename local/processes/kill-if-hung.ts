import { second } from '#core/time.ts';
import { repeat } from '../repeat.ts';
import { warn } from '../warn.ts';
import type { Child } from './child.ts';

/** Milliseconds between two probes, and the longest that each may usually take. */
const every = 2 * second;
const usualDeadline = 2 * second;
/** A single late response is a busy machine. */
const missesInARow = 3;

/**
 * Kills a process that has not responded several times in a row, so that whatever supervises it starts it again.
 * @param name of the process, as the subject of a sentence.
 * @param probe resolves once the process has responded in any way.
 * @param deadline of each probe, in milliseconds.
 */
export function killIfHung(
  name: string,
  child: Pick<Child, 'ended' | 'kill'>,
  probe: (signal: AbortSignal) => Promise<unknown>,
  deadline = usualDeadline,
): void {
  let misses = 0;
  const loop = repeat(
    `the probe of ${name}`,
    async () => {
      const isAlive = await probe(AbortSignal.timeout(deadline)).then(
        () => true,
        () => false,
      );
      misses = isAlive ? 0 : misses + 1;
      if (misses < missesInARow) return;
      misses = 0;
      warn(`${name} did not respond ${missesInARow} times in a row, and is killed`);
      await child.kill();
    },
    every,
  );
  void child.ended.then(() => loop.stop());
}
