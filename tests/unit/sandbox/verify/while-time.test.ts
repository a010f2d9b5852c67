import { describe, expect, it } from 'vitest';
import { whileTime } from '#sandbox/verify/while-time.ts';

describe('work that must end in time', () => {
  it('is done for all where there is time for all', async () => {
    expect(await tried([10, 10, 10], 31)).toEqual(['run', 'run', 'run']);
  });

  it('is not begun where it would not end in time', async () => {
    expect(await tried([10, 10, 10], 30)).toEqual(['run', 'run', 'left']);
  });

  it('is expected to take as long as the longest before', async () => {
    expect(await tried([1, 20, 1], 30)).toEqual(['run', 'run', 'left']);
  });

  it('is begun for the first in any case', async () => {
    expect(await tried([10, 10], 0)).toEqual(['run', 'left']);
  });
});

/** @param durations of each piece of work. */
function tried(durations: readonly number[], until: number): Promise<readonly string[]> {
  let time = 0;
  const run = async (duration: number) => {
    time += duration;
    return 'run';
  };
  return whileTime(durations, { run, leave: () => 'left' }, until, () => time);
}
