import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keepingBudget, withCallBudget } from '#adapters/aws/call-budget.ts';

type Call = () => Promise<unknown>;

/** A client whose calls go through the middleware that it was given. */
function client(): { send(call: Call): Promise<unknown> } {
  let wrap = (next: Call): Call => next;
  const middlewareStack = {
    add(middleware: typeof wrap) {
      wrap = middleware;
    },
  };
  return keepingBudget({ middlewareStack, send: (call: Call) => wrap(call)() });
}

const respondAfter = (milliseconds: number) => () => new Promise((done) => setTimeout(done, milliseconds));
const never = () => new Promise(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('work with a budget for the silence of AWS', () => {
  test('fails what waits once nothing has responded for so long, and all later calls at once', async () => {
    const { send } = client();
    const later = vi.fn<Call>(never);
    const work = withCallBudget(1_000, async () => {
      const outcomes = await Promise.allSettled([send(never), send(never)]);
      return [...outcomes, ...(await Promise.allSettled([send(later)]))];
    });
    await vi.advanceTimersByTimeAsync(1_000);
    const late = { status: 'rejected', reason: expect.objectContaining({ name: 'TimeoutError' }) };
    expect(await work).toEqual([late, late, late]);
    expect(later).not.toHaveBeenCalled();
  });

  test('waits beyond the budget while responses arrive', async () => {
    const { send } = client();
    const work = withCallBudget(1_000, () =>
      Promise.all([500, 1_300, 2_100, 2_900].map((at) => send(respondAfter(at)))),
    );
    await vi.advanceTimersByTimeAsync(2_900);
    await expect(work).resolves.toHaveLength(4);
  });

  test('does not count the time between calls', async () => {
    const { send } = client();
    const work = withCallBudget(1_000, async () => {
      for (let i = 0; i < 3; i += 1) {
        await send(respondAfter(600));
        await respondAfter(2_000)();
      }
      return 'done';
    });
    await vi.advanceTimersByTimeAsync(3 * 2_600);
    await expect(work).resolves.toBe('done');
  });
});

test('work without a budget waits for as long as its calls do', async () => {
  const { send } = client();
  const call = send(respondAfter(3_600_000));
  await vi.advanceTimersByTimeAsync(3_600_000);
  await expect(call).resolves.toBeUndefined();
});
