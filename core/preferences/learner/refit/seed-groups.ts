import { type Groups, groupCount } from '../population-model.ts';
import { smoothing } from '../priors.ts';
import type { Sample } from './sample.ts';

const rounds = 5;

/**
 * Initial groups of a fit from scratch: k-means++ (Arthur and Vassilvitskii, 2007) over each user's differences from
 * the mean, each arm shrunk by two rewards.
 * @param random uniform in [0, 1).
 */
export function seedGroups(sample: Sample, start: Groups, means: Float64Array, random: () => number): Groups {
  const size = means.length;
  const users = Array.from({ length: sample.userStart.length - 1 }, (_, user) =>
    residuals(sample, means, user),
  );
  let centers = spread(users, random);
  let nearest: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    nearest = users.map((user) => closest(user, centers));
    centers = centers.map((center, group) => centerOf(users, nearest, group) ?? center);
  }
  const rewards = new Float64Array(groupCount * size);
  const counts = new Float64Array(groupCount * size);
  nearest.forEach((group, user) => {
    eachArmOf(sample, user, (arm) => {
      const at = group * size + (sample.place[arm] ?? 0);
      rewards[at] = (rewards[at] ?? 0) + (sample.rewards[arm] ?? 0);
      counts[at] = (counts[at] ?? 0) + (sample.counts[arm] ?? 0);
    });
  });
  return {
    ...start,
    shares: Array.from({ length: groupCount }, () => 1 / groupCount),
    follow: 0.7,
    means: rewards.map(
      (sum, at) => (sum + smoothing * (means[at % size] ?? 0.5)) / ((counts[at] ?? 0) + smoothing),
    ),
    backing: counts,
  };
}

function eachArmOf({ userStart, cellStart }: Sample, user: number, take: (arm: number) => void): void {
  const first = cellStart[userStart[user] ?? 0] ?? 0;
  const last = cellStart[userStart[user + 1] ?? 0] ?? 0;
  for (let arm = first; arm < last; arm += 1) take(arm);
}

function residuals(sample: Sample, means: Float64Array, user: number): Float64Array {
  const vector = new Float64Array(means.length);
  eachArmOf(sample, user, (arm) => {
    const place = sample.place[arm] ?? 0;
    const count = sample.counts[arm] ?? 0;
    vector[place] = ((sample.rewards[arm] ?? 0) - count * (means[place] ?? 0.5)) / (count + 2);
  });
  return vector;
}

/** The first center at random, each further one with a probability that grows with its distance from those there are. */
function spread(users: readonly Float64Array[], random: () => number): readonly Float64Array[] {
  const first = users[Math.floor(random() * users.length)] ?? new Float64Array();
  const centers = [first];
  const distances = users.map((user) => distance(user, first));
  while (centers.length < groupCount) {
    let left = random() * distances.reduce((sum, item) => sum + item, 0);
    const found = distances.findIndex((entry) => {
      left -= entry;
      return left <= 0;
    });
    const center = users[Math.max(0, found)] ?? first;
    centers.push(center);
    users.forEach((user, i) => {
      distances[i] = Math.min(distances[i] ?? 0, distance(user, center));
    });
  }
  return centers;
}

const closest = (user: Float64Array, centers: readonly Float64Array[]): number => {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  centers.forEach((center, i) => {
    const far = distance(user, center);
    if (far < least) [least, best] = [far, i];
  });
  return best;
};

function centerOf(
  users: readonly Float64Array[],
  nearest: readonly number[],
  group: number,
): Float64Array | null {
  const members = users.filter((_, user) => nearest[user] === group);
  const [first] = members;
  if (!first) return null;
  const sum = new Float64Array(first.length);
  for (const member of members)
    member.forEach((value, i) => {
      sum[i] = (sum[i] ?? 0) + value;
    });
  return sum.map((value) => value / members.length);
}

function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum;
}
