import { expect, onTestFinished, test } from 'vitest';
import { openBackground } from '#local/background/background.ts';

/** Handlers without a database fail; that they fail in the thread is enough to see here. */
function start() {
  const background = openBackground();
  onTestFinished(() => background.stop());
  return background;
}

test("a handler's failure reaches its caller, and the next run works in the same thread", async () => {
  const background = start();

  await expect(background.run('analyze', { nonsense: 1 })).rejects.toMatchObject({
    code: 'background/failed',
    message: expect.stringContaining('the schedule'),
  });
  await expect(background.run('analyze', {})).rejects.toThrow('the schedule');
});

test('an event that cannot be copied to the thread is refused, and nothing waits for it', async () => {
  await expect(start().run('learn', { Records: () => [] })).rejects.toThrow('could not be cloned');
});

test('a stopped thread fails what it was doing', async () => {
  const background = start();
  const running = background.run('refit', {});
  running.catch(() => undefined);

  await background.stop();

  await expect(running).rejects.toMatchObject({ code: 'background/failed' });
});
