import { describe, expect, it } from 'vitest';
import { addReward, removeReward } from '#core/preferences/learner/add-reward.ts';
import { choose } from '#core/preferences/learner/choose.ts';
import { unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { predict } from '#core/preferences/learner/predict.ts';
import { unknownTaste, weightAt } from '#core/preferences/learner/taste.ts';
import { Crowd, type Likes, models, tasks } from './crowd.ts';

const users = 60;

/** Even users like one model at a task, odd ones another. */
const inTwoCamps: Likes = (user, task, model) => {
  const shift = user % 2 === 0 ? 0 : 2;
  return models[(tasks.indexOf(task) + shift) % models.length] === model ? 0.9 : 0.4;
};
const swapped: Likes = (user, task, model) => inTwoCamps(user + 1, task, model);
/** Every user likes something else, by no rule. */
const alone: Likes = (user, task, model) =>
  models[(user * 7 + tasks.indexOf(task) * 3 + (user >> 2)) % models.length] === model ? 0.9 : 0.4;

describe('the learner', () => {
  it('knows a newcomer by a few ratings, from the population model', () => {
    const crowd = new Crowd();
    crowd.rate(users, 10, inTwoCamps);
    const newcomer = users + 1;
    const before = tasks.filter((task) => crowd.preferred(newcomer, task) === crowd.preferred(1, task));
    for (const model of ['c', 'c', 'c']) crowd.give(newcomer, 'code', model, 1);
    const after = tasks.filter((task) => crowd.preferred(newcomer, task) === crowd.preferred(1, task));
    expect(crowd.population.hasGroups).toBe(true);
    expect(before.length).toBeLessThan(tasks.length);
    expect(after).toEqual(tasks);
  });

  it('keeps to the user where users share nothing', () => {
    const crowd = new Crowd();
    crowd.rate(users, 40, alone);
    expect(crowd.right(users, alone)).toBeGreaterThan(0.75);
  });

  it('learns again once all tastes have changed', () => {
    const crowd = new Crowd();
    crowd.rate(users, 20, inTwoCamps);
    const known = crowd.right(users, inTwoCamps);
    crowd.rate(users, 12, swapped);
    expect(known).toBeGreaterThan(0.9);
    expect(crowd.population.changes.length + crowd.population.grouping).toBeGreaterThan(1);
    expect(crowd.right(users, swapped)).toBeGreaterThan(0.85);
  });

  it('follows one user who has changed, and leaves the others', () => {
    const crowd = new Crowd();
    crowd.rate(users, 20, inTwoCamps);
    for (let i = 0; i < 40; i += 1) crowd.rateOnce(0, 'code', swapped);
    expect(crowd.preferred(0, 'code')).toBe('c');
    expect(crowd.preferred(2, 'code')).toBe('a');
  });

  it('lets no single user sway what it expects of the others', () => {
    const crowd = new Crowd();
    crowd.rate(users, 10, inTwoCamps);
    const before = crowd.mean(2, 'code', 'd');
    for (let i = 0; i < 3_000; i += 1) crowd.give(users + 1, 'code', 'd', 1);
    crowd.refit();
    expect(crowd.mean(2, 'code', 'd')).toBeLessThan(before + 0.1);
    expect(crowd.preferred(2, 'code')).toBe('a');
  });

  it('stays well where nothing but thumbs up comes', () => {
    const crowd = new Crowd();
    crowd.rate(users, 10, () => 1);
    const { values } = predict({
      population: crowd.population,
      taste: crowd.tastes.get(1) ?? unknownTaste,
      task: 'code',
      models,
      at: crowd.at,
    });
    for (const { mean, variance } of values) {
      expect(mean).toBeGreaterThan(0.4);
      expect(mean).toBeLessThan(1);
      expect(variance).toBeGreaterThanOrEqual(0);
    }
  });

  it('answers for a task, a model and a user that nobody has heard of', () => {
    const crowd = new Crowd();
    crowd.rate(users, 5, inTwoCamps);
    for (const [user, task, model] of [
      [999, 'code', 'a'],
      [1, 'unheard of', 'a'],
      [1, 'code', 'brand-new'],
      [999, 'unheard of', 'brand-new'],
    ] as const) {
      expect(crowd.mean(user, task, model)).toBeGreaterThan(0);
      expect(crowd.mean(user, task, model)).toBeLessThan(1);
    }
  });

  it('distinguishes names whose concatenations are equal', () => {
    const crowd = new Crowd();
    for (let i = 0; i < 20; i += 1) {
      crowd.give(i, 'ab', 'c', 1);
      crowd.give(i, 'a', 'bc', 0);
    }
    crowd.refit();
    expect(crowd.mean(99, 'ab', 'c')).toBeGreaterThan(0.6);
    expect(crowd.mean(99, 'a', 'bc')).toBeLessThan(0.4);
  });

  it('keeps what it knows when models and tasks are added', () => {
    const crowd = new Crowd();
    crowd.rate(users, 10, inTwoCamps);
    for (let user = 0; user < users; user += 1) crowd.give(user, 'new task', 'new-model', 1);
    crowd.refit();
    expect(crowd.population.models).toContain('new-model');
    expect(crowd.population.models.slice(0, 4).toSorted()).toEqual(models);
    expect(crowd.right(users, inTwoCamps)).toBeGreaterThan(0.8);
    expect(crowd.mean(2, 'code', 'a')).toBeGreaterThan(0.7);
  });

  it('is not refitted for a rating among hundreds, which waits for the next refit', () => {
    const crowd = new Crowd();
    crowd.rate(users, 2, inTwoCamps);
    const { population } = crowd;
    crowd.give(1, 'code', 'a', 1);
    crowd.refit();
    expect(crowd.population).toBe(population);
    for (let i = 0; i < 10; i += 1) crowd.give(i, 'code', 'new-model', 1);
    crowd.refit();
    expect(crowd.population.models).toContain('new-model');
  });

  it('refits from nobody', () => {
    const crowd = new Crowd();
    crowd.refit();
    crowd.refit();
    expect(crowd.preferred(1, 'code')).toBe('a');
  });
});

describe('a choice', () => {
  const question = { population: unknownPopulation, taste: unknownTaste, task: 'code', models, at: 0 };

  it('has the probability that it says', () => {
    const crowd = new Crowd();
    crowd.rate(users, 6, inTwoCamps);
    const asked = {
      ...question,
      population: crowd.population,
      taste: crowd.tastes.get(1) ?? unknownTaste,
      at: crowd.at,
    };
    const draws = 4_000;
    const counts = new Map<string, number>();
    const said = new Map<string, number>();
    for (let i = 0; i < draws; i += 1) {
      const choice = choose(asked, (i + 0.5) / draws);
      if (!choice) throw new Error('there are models');
      counts.set(choice.model, (counts.get(choice.model) ?? 0) + 1);
      said.set(choice.model, choice.propensity);
    }
    for (const [model, propensity] of said)
      expect((counts.get(model) ?? 0) / draws).toBeCloseTo(propensity, 2);
    // A model that is next to impossible is in none of the draws.
    expect([...said.values()].reduce((sum, item) => sum + item, 0)).toBeCloseTo(1, 2);
  });

  it('tries everything while nothing is known', () => {
    const tried = new Set([0.1, 0.3, 0.6, 0.9].map((random) => choose(question, random)?.model));
    expect(tried).toEqual(new Set(models));
  });

  it('is the only model on offer, for sure', () => {
    expect(choose({ ...question, models: ['b'] }, 0.99)).toMatchObject({
      model: 'b',
      propensity: 1,
      confidence: 1,
    });
  });

  it('is none where there are no models', () => {
    expect(choose({ ...question, models: [] }, 0.5)).toBeNull();
  });
});

it('a reward that was withdrawn is as if it had never been given', () => {
  const at = 1_780_000_000_000;
  const liked = { task: 'code', model: 'a', reward: 1, at };
  const { taste } = addReward(unknownPopulation, unknownTaste, liked);
  const arm = removeReward(taste, liked).tasks.get('code')?.arms.get('a');
  expect((arm?.count ?? 1) / weightAt(at)).toBeCloseTo(0, 12);
  expect(removeReward(unknownTaste, liked)).toBe(unknownTaste);
});
