import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minute } from '#core/time.ts';
import { timeless } from './end-state.ts';
import { type Fault, faults } from './fault-relay.ts';
import { type Situation, situations } from './situations.ts';
import { openWorld, type World } from './world.ts';

/*
 * Whatever call to the database, the artifact store, the workflow, the fleet or CloudWatch fails, before or after its
 * effect, or is the last one of a process: done again, the work ends as it does without the fault. The calls are found
 * by counting them, so that a new call of a function is tried too.
 */

const mostTries = 6;
/** Some functions make dozens of calls. */
const patience = 5 * minute;

interface Run {
  readonly calls: readonly string[];
  readonly result: unknown;
  readonly endState: unknown;
}

async function runWith(
  world: World,
  situation: Situation,
  plan: { fault: Fault; call: number } | null,
): Promise<Run> {
  await world.begin();
  const work = await situation(world);
  let result: unknown;
  let isDone = false;
  const attempt = async () => {
    try {
      result = timeless(await work());
      isDone = true;
    } catch (error) {
      result = error instanceof Error ? error.message : error;
    }
  };
  const calls = await world.relays.during(plan, attempt);
  if (plan?.fault.startsWith('dies')) isDone = false;
  for (let tries = 1; !isDone && tries < mostTries; tries += 1) {
    await attempt();
    if (!isDone) world.advance(minute);
  }
  return { calls, result, endState: await world.endState() };
}

/** Tries the situations of the chosen functions; each test file has a part of them, so that they run side by side. */
export function describeFaults(isChosen: (entry: string) => boolean): void {
  let opened: World | undefined;
  beforeAll(async () => {
    opened = await openWorld();
  });
  afterAll(() => opened?.close());
  const world = (): World => {
    if (opened === undefined) throw new Error('the world did not open');
    return opened;
  };
  const chosen = Object.entries(situations).filter(([entry]) => isChosen(entry));
  describe.each(chosen)('%s', (_entry, own) => {
    it.each(Object.entries(own))(
      'ends the same whichever of its calls fails: %s',
      async (_name, situation) => {
        const sound = await runWith(world(), situation, null);
        expect(sound.result).not.toMatchObject({ answer: { code: expect.any(String) } });

        for (const call of worthFailing(sound.calls))
          for (const fault of faultsOf(sound.calls[call - 1])) {
            const { result, endState } = await runWith(world(), situation, { fault, call });
            expect.soft({ result, endState }, `call ${call}, ${sound.calls[call - 1]}, ${fault}`).toEqual({
              result: sound.result,
              endState: sound.endState,
            });
          }
      },
      patience,
    );
  });
}

/** The places of the first and the last call of each kind, counted from 1: those between them stand in one loop. */
const worthFailing = (calls: readonly string[]): readonly number[] =>
  calls.flatMap((kind, i) => (calls.indexOf(kind) === i || calls.lastIndexOf(kind) === i ? [i + 1] : []));

/** A call that only reads has no effect that could be lost. */
const faultsOf = (kind = ''): readonly Fault[] =>
  /GetItem|Query|^GET|^HEAD/.test(kind) ? ['dies before'] : faults;
