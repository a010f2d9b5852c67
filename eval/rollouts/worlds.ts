import { type Behavior, type Conditions, improved, type Moment, type Version, type World } from './world.ts';

/** The canary alone behaves otherwise. */
const canary =
  (conditions: Partial<Conditions>): World['behavior'] =>
  () =>
  ({ version }) =>
    version === 'canary' ? conditions : {};

/** Both behave equally, for the whole time. */
const both =
  (conditions: Partial<Conditions>): World['behavior'] =>
  () =>
  () =>
    conditions;

/** Both behave otherwise for some minutes that begin in the first 40. */
const outage =
  (minutes: number, conditions: Partial<Conditions>): World['behavior'] =>
  (random) => {
    const from = random() * 40;
    return ({ minute }) => (minute >= from && minute < from + minutes ? conditions : {});
  };

/** One version behaves otherwise at some moments. */
const only =
  (
    version: Version,
    isThen: (moment: Moment) => boolean,
    conditions: Partial<Conditions>,
  ): World['behavior'] =>
  () =>
  (moment) =>
    moment.version === version && isThen(moment) ? conditions : {};

/**
 * Ten instances, as many of them of the canary as its weight says. Each fails all its requests for 20 to 60 seconds about once
 * in an hour.
 */
function failingInstances(random: () => number): Behavior {
  const episodes = Array.from({ length: 10 }, () => {
    const times: { from: number; to: number }[] = [];
    for (let from = -60 * Math.log(1 - random()); from < 300; from += 1 - 60 * Math.log(1 - random()))
      times.push({ from, to: from + (20 + 40 * random()) / 60 });
    return times;
  });
  return ({ version, minute, weight }) => {
    const ofCanary = Math.max(1, Math.round(weight / 10));
    const own = version === 'canary' ? episodes.slice(0, ofCanary) : episodes.slice(ofCanary);
    const overlap = ({ from, to }: { from: number; to: number }) =>
      Math.max(0, Math.min(to, minute + 0.5) - Math.max(from, minute)) / 0.5;
    const down = own.reduce((sum, times) => sum + times.reduce((part, time) => part + overlap(time), 0), 0);
    return own.length === 0 ? {} : { errors: 0.01 + 0.99 * Math.min(1, down / own.length) };
  };
}

const three = { [improved]: 0.6, 'GET /stock': 0.3, 'POST /checkout': 0.1 };

const noWorse: readonly Omit<World, 'isWorse'>[] = [
  { name: 'equal versions', behavior: both({}) },
  { name: 'equal, 3 endpoints', endpoints: three, behavior: both({}) },
  { name: '5.7x faster', behavior: canary({ slowness: 1 / 5.7 }) },
  { name: '6 % fail as always', behavior: both({ errors: 0.06 }) },
  { name: '0.1 % fail as always', behavior: both({ errors: 0.001 }) },
  {
    name: 'true share 11 % where 10 are planned',
    split: (weight) => (1.1 * weight) / (100 + weight / 10),
    behavior: both({}),
  },
  {
    name: 'true share 12 % where 10 are planned',
    split: (weight) => (1.2 * weight) / (100 + weight / 5),
    behavior: both({}),
  },
  {
    name: 'old version loses 40 % of its measurements, unreported',
    behavior: only('baseline', () => true, { arrives: 0.6 }),
  },
  {
    name: 'old version loses measurements in one minute of three, reported',
    behavior: only('baseline', ({ minute }) => minute % 3 < 1, { arrives: 0.6, isLossKnown: true }),
  },
  {
    name: 'nothing arrives of the old version for a minute in which both fail',
    behavior:
      () =>
      ({ version, minute }) =>
        minute >= 3 && minute < 4 ? { errors: 0.5, arrives: version === 'baseline' ? 0 : 1 } : {},
  },
  { name: 'shared outage: 8 % fail for 5 minutes', behavior: outage(5, { errors: 0.08 }) },
  { name: 'shared outage: 30 % fail for 5 minutes', behavior: outage(5, { errors: 0.3 }) },
  { name: 'dependency down: all fail for 2 minutes', behavior: outage(2, { errors: 1 }) },
  { name: 'shared slowness: 4x for 5 minutes', behavior: outage(5, { slowness: 4 }) },
  { name: 'instances fail one by one', behavior: failingInstances },
  {
    name: 'cold start: first minute 5x slower',
    behavior: only('canary', ({ minuteAtWeight }) => minuteAtWeight < 1, { slowness: 5 }),
  },
  { name: '15 canary requests a minute, 3 % fail', requests: 150, behavior: both({ errors: 0.03 }) },
  { name: '20 canary requests a minute', requests: 200, behavior: both({}) },
  {
    name: '10 requests a minute, 6 h at 50 %, errors x3 to exclude',
    requests: 10,
    looksPerMinute: 0.1,
    plan: {
      steps: [
        { weight: 50, seconds: 21_600, requests: 500 },
        { weight: 100, seconds: 3_600, requests: 500 },
      ],
      exclude: { errors: 3, latency: 1.25, confidence: 0.95 },
    },
    behavior: both({}),
  },
  {
    name: 'mixed endpoint, its slow requests 5.7x faster',
    durations: [
      { share: 0.9, median: 5 },
      { share: 0.1, median: 500 },
    ],
    behavior: canary({
      durations: [
        { share: 0.9, median: 5 },
        { share: 0.1, median: 88 },
      ],
    }),
  },
  { name: 'improved endpoint without earlier traffic', isUnseen: true, endpoints: three, behavior: both({}) },
  {
    name: 'probes visit each process',
    endpoints: { [improved]: 0.8, 'GET /health': 0.2 },
    split: (weight, endpoint) => (endpoint === improved || weight === 100 ? weight / 100 : 0.5),
    behavior:
      () =>
      ({ endpoint }) =>
        endpoint === improved ? {} : { errors: 0, slowness: 0.1 },
  },
  {
    name: 'sticky clients: 40 % where 10 are planned',
    split: (weight) => Math.min(1, weight === 10 ? 0.4 : weight / 100),
    behavior: both({}),
  },
  {
    name: 'clients retry: failures come in bursts',
    behavior: (random) => {
      const failing = new Map<number, number>();
      return ({ minute }) => {
        if (!failing.has(minute)) failing.set(minute, random() < 0.25 ? 0.04 : 0);
        return { errors: failing.get(minute) ?? 0 };
      };
    },
  },
];

const worse: readonly Omit<World, 'isWorse'>[] = [
  { name: 'errors x1.5', behavior: canary({ errors: 0.015 }) },
  { name: 'errors x2', behavior: canary({ errors: 0.02 }) },
  { name: 'errors x3', behavior: canary({ errors: 0.03 }) },
  { name: 'errors x5', behavior: canary({ errors: 0.05 }) },
  { name: 'every request fails', behavior: canary({ errors: 1 }) },
  {
    name: 'errors x3 of a 0.1 % base',
    behavior:
      () =>
      ({ version }) => ({ errors: version === 'canary' ? 0.003 : 0.001 }),
  },
  { name: 'errors x3 at 15 canary requests a minute', requests: 150, behavior: canary({ errors: 0.03 }) },
  { name: 'latency x1.25', behavior: canary({ slowness: 1.25 }) },
  { name: 'latency x2', behavior: canary({ slowness: 2 }) },
  {
    name: 'slowest 1 % hang for a minute',
    behavior: canary({ durations: [{ share: 0.99, median: 98 }], hanging: 0.01 }),
  },
  { name: '401 to everybody', behavior: canary({ rejections: 1 }) },
  { name: 'a redirect to everybody', behavior: canary({ redirects: 1 }) },
  {
    name: 'slower than the old p99 at 100 % only',
    behavior: only('canary', ({ weight }) => weight === 100, { slowness: 10 }),
  },
  {
    name: '10 % fail at 100 % only',
    behavior: only('canary', ({ weight }) => weight === 100, { errors: 0.1 }),
  },
  {
    name: 'one endpoint of three 2x slower',
    endpoints: three,
    behavior:
      () =>
      ({ version, endpoint }) =>
        version === 'canary' && endpoint === 'POST /checkout' ? { slowness: 2 } : {},
  },
  {
    name: 'an endpoint with 1 % of the requests fails always',
    endpoints: { [improved]: 0.99, 'DELETE /carts/:id': 0.01 },
    behavior:
      () =>
      ({ version, endpoint }) =>
        version === 'canary' && endpoint !== improved ? { errors: 1 } : {},
  },
  { name: '20 % of the requests never end', behavior: canary({ endless: 0.2 }) },
  {
    name: 'errors x9, sticky clients',
    split: (weight) => Math.min(1, weight === 10 ? 0.4 : weight / 100),
    behavior: canary({ errors: 0.09 }),
  },
];

export const worlds: readonly World[] = [
  ...noWorse.map((world) => ({ ...world, isWorse: false })),
  ...worse.map((world) => ({ ...world, isWorse: true })),
];
