import { expect, test, vi } from 'vitest';
import type { Child } from '#local/processes/child.ts';
import { killIfHung } from '#local/processes/kill-if-hung.ts';

function process() {
  const { promise: ended, resolve } = Promise.withResolvers<Awaited<Child['ended']>>();
  const kill = vi.fn(async () => resolve({ code: null, lastWords: '' }));
  return { ended, kill };
}

/** Responds after so many milliseconds, or not at all once its caller gave up. */
const respondingAfter = (milliseconds: number) => (signal: AbortSignal) =>
  new Promise((done, give) => {
    setTimeout(done, milliseconds);
    signal.addEventListener('abort', give);
  });

test('a process is killed once it missed three deadlines in a row, and a slow one that keeps them is not', async () => {
  const [hung, slow] = [process(), process()];
  killIfHung('the hung one', hung, respondingAfter(1_000), 100);
  killIfHung('the slow one', slow, respondingAfter(1_000), 3_000);
  await hung.ended;
  expect(slow.kill).not.toHaveBeenCalled();
  await slow.kill();
}, 20_000);
