import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../eval/rollouts/evaluate.ts';
import { ironclaw } from '../../../../eval/rollouts/judges/ironclaw.ts';
import { threeOfThree } from '../../../../eval/rollouts/judges/three-of-three.ts';
import type { World } from '../../../../eval/rollouts/world.ts';
import { worlds } from '../../../../eval/rollouts/worlds.ts';

/*
 * The short form of `npm run eval:rollouts`, with fewer rollouts: it notices a change that makes the judge much worse in one of
 * the worlds, not one that makes it a little worse.
 */

const seed = 20_261_129;
const runs = 12;

const noWorse = worlds.filter(({ isWorse }) => !isWorse);
/** In these, what is measured says nothing about the version: no verdict is the right answer. */
const unfit = [
  'sticky clients: 40 % where 10 are planned',
  'old version loses 40 % of its measurements, unreported',
];

function named(name: string): World {
  const found = worlds.find((world) => world.name === name);
  if (!found) throw new Error(`no world is named ${name}`);
  return found;
}

describe('a canary that is no worse is not rolled back', () => {
  it.each(noWorse.map((world) => [world.name, world] as const))('%s', (name, world) => {
    const { rolledBack, kept } = evaluate(world, ironclaw, runs, seed);
    expect(rolledBack * runs).toBeLessThanOrEqual(1);
    if (!unfit.includes(name)) expect(kept * runs).toBeGreaterThanOrEqual(runs - 2);
  });
});

describe('a canary that is worse', () => {
  it.each([
    ['errors x2', 0.9, 30],
    ['errors x3', 0.9, 13],
    ['every request fails', 1, 4],
    ['latency x2', 1, 2],
    ['slowest 1 % hang for a minute', 0.9, 20],
    ['401 to everybody', 1, 4],
    ['slower than the old p99 at 100 % only', 1, 40],
    ['an endpoint with 1 % of the requests fails always', 0.9, 20],
    ['20 % of the requests never end', 1, 6],
  ])('is rolled back: %s', (name, least, minutes) => {
    const { rolledBack, minutesToRollback } = evaluate(named(name), ironclaw, runs, seed);
    expect(rolledBack).toBeGreaterThanOrEqual(least);
    expect(minutesToRollback).toBeLessThanOrEqual(minutes);
  });
});

describe('the worlds', () => {
  it('tell a judge from an alarm with fixed limits, which rolls back what always fails 6 %', () => {
    expect(evaluate(named('6 % fail as always'), threeOfThree, 10, seed).rolledBack).toBe(1);
  });

  it('give the same numbers for the same seed', () => {
    const again = () => evaluate(named('errors x3'), ironclaw, 5, seed);
    expect(again()).toEqual(again());
  });
});
