import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import {
  type EventCounts,
  logEvidenceOfMoreErrors,
  logEvidenceOfRatioAbove,
  logEvidenceOfRatioBelow,
} from '#core/rollouts/e-process.ts';
import { countEvents } from '../../../support/random-routing.ts';

const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const ratio = fc.double({ min: 0.5, max: 2, noNaN: true });
const events = fc.integer({ min: 0, max: 200 });
const counts = fc.record({ share, canary: events, baseline: events });
const seen = fc.array(counts, { minLength: 1, maxLength: 6 });

const evidences = [
  ['more errors', logEvidenceOfMoreErrors],
  ['more exceedances', logEvidenceOfRatioAbove],
  ['a lower ratio', logEvidenceOfRatioBelow],
] as const;
const ofRegression = evidences.slice(0, 2);

type Evidence = (counts: readonly EventCounts[], ratio: number) => number;

/** The factor by which one event of the new or old version changes the evidence. */
function factors(evidence: Evidence, before: readonly EventCounts[], at: number, hypothesis: number) {
  const after = (event: Partial<EventCounts>) =>
    Math.exp(
      evidence([...before, { share: at, canary: 0, baseline: 0, ...event }], hypothesis) -
        evidence(before, hypothesis),
    );
  return { canary: after({ canary: 1 }), baseline: after({ baseline: 1 }) };
}

/** The probability that an event is the new version's. */
const theta = (r: number, w: number) => (r * w) / (r * w + 1 - w);

describe.each(evidences)('the evidence of %s', (_, evidence) => {
  it('is a fair bet on every event if the versions are exactly at the hypothesis', () => {
    fc.assert(
      fc.property(seen, share, ratio, (before, w, hypothesis) => {
        const { canary, baseline } = factors(evidence, before, w, hypothesis);
        const likely = theta(hypothesis, w);
        expect(likely * canary + (1 - likely) * baseline).toBeCloseTo(1, 6);
      }),
    );
  });

  it('depends neither on the order of the checks nor on the grouping of events', () => {
    fc.assert(
      fc.property(seen, ratio, (looks, hypothesis) => {
        const whole = evidence(looks, hypothesis);
        const grouped = looks.flatMap((look) => [
          { ...look, canary: 0 },
          { ...look, baseline: 0 },
        ]);
        expect(evidence(looks.toReversed(), hypothesis)).toBeCloseTo(whole, 6);
        expect(evidence(grouped, hypothesis)).toBeCloseTo(whole, 6);
      }),
    );
  });

  it('is 1 without events', () => {
    expect(evidence([], 1)).toBeCloseTo(0, 12);
    expect(evidence([{ share: 0.1, canary: 0, baseline: 0 }], 1)).toBeCloseTo(0, 12);
  });

  it('is a number for any traffic', () => {
    const busy = { share: 0.5, canary: 5_000_000, baseline: 5_000_000 };
    expect(evidence([busy], 1.1)).toSatisfy(Number.isFinite);
  });
});

describe.each(ofRegression)('the evidence of %s', (_, evidence) => {
  it('grows with each event of the new version and shrinks with each of the old one', () => {
    fc.assert(
      fc.property(seen, share, ratio, (before, w, hypothesis) => {
        const { canary, baseline } = factors(evidence, before, w, hypothesis);
        expect(canary).toBeGreaterThan(1);
        expect(baseline).toBeLessThan(1);
      }),
    );
  });

  it('is a losing bet while the new version is worse by less than the tolerance', () => {
    const harmless = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(seen, share, ratio, harmless, (before, w, tolerated, less) => {
        const { canary, baseline } = factors(evidence, before, w, tolerated);
        const actual = theta(tolerated * less, w);
        expect(actual * canary + (1 - actual) * baseline).toBeLessThan(1 + 1e-9);
      }),
    );
  });
});

describe('the evidence of a lower ratio', () => {
  it('shrinks with each event of the new version and grows with each of the old one', () => {
    fc.assert(
      fc.property(seen, share, ratio, (before, w, hypothesis) => {
        const { canary, baseline } = factors(logEvidenceOfRatioBelow, before, w, hypothesis);
        expect(canary).toBeLessThan(1);
        expect(baseline).toBeGreaterThan(1);
      }),
    );
  });

  it('finds a version that is seldom slow, but not one that is slow as often', () => {
    const half = (canary: number) => [{ share: 0.5, canary, baseline: 100 }];
    expect(logEvidenceOfRatioBelow(half(20), 1.5)).toBeGreaterThan(Math.log(100));
    expect(logEvidenceOfRatioBelow(half(150), 1.5)).toBeLessThan(0);
  });
});

const alpha = 0.05;
const looks = 30;

/** The check at which the evidence first reached 1/alpha, or null if it never did. */
function firstAlarm(evidence: Evidence, minute: (look: number) => EventCounts): number | null {
  const counted: EventCounts[] = [];
  for (let look = 1; look <= looks; look += 1) {
    counted.push(minute(look));
    if (evidence(counted, 1) >= Math.log(1 / alpha)) return look;
  }
  return null;
}

interface World {
  readonly runs: number;
  readonly weightAt: (look: number) => number;
  readonly rateAt: (look: number) => number;
  readonly ratio: number;
}

function simulate(evidence: Evidence, { runs, weightAt, rateAt, ratio: truth }: World) {
  const random = seededRandom(20_261_123);
  return Array.from({ length: runs }, () =>
    firstAlarm(evidence, (look) =>
      countEvents({ weight: weightAt(look), requests: 300, rate: rateAt(look), ratio: truth }, random),
    ),
  );
}

const shareOfAlarms = (alarms: readonly (number | null)[]) =>
  alarms.filter((look) => look !== null).length / alarms.length;

describe('thirty checks of two equal versions', () => {
  const worlds = [
    ['at 10 %', () => 0.1, () => 1],
    ['at 50 %', () => 0.5, () => 1],
    ['while the weights change', (look: number) => (look <= 10 ? 0.05 : look <= 20 ? 0.25 : 0.5), () => 1],
    ['during an outage of both', () => 0.1, (look: number) => (look > 10 && look <= 20 ? 8 : 1)],
  ] as const;

  it.each(worlds)('seldom find more errors %s', (_, weightAt, outage) => {
    const alarms = simulate(logEvidenceOfMoreErrors, {
      runs: 800,
      weightAt,
      rateAt: (look) => 0.01 * outage(look),
      ratio: 1,
    });
    expect(shareOfAlarms(alarms)).toBeLessThanOrEqual(alpha);
  });

  it.each(worlds)('seldom find more slow responses, which are frequent, %s', (_, weightAt, outage) => {
    const alarms = simulate(logEvidenceOfRatioAbove, {
      runs: 800,
      weightAt,
      rateAt: (look) => Math.min(0.95, 0.5 * outage(look)),
      ratio: 1,
    });
    expect(shareOfAlarms(alarms)).toBeLessThanOrEqual(alpha);
  });
});

describe('thirty checks of a worse version', () => {
  it('find five times as many errors at 10 %, nearly always and early', () => {
    const alarms = simulate(logEvidenceOfMoreErrors, {
      runs: 200,
      weightAt: () => 0.1,
      rateAt: () => 0.01,
      ratio: 5,
    });
    const found = alarms.flatMap((look) => look ?? []).sort((a, b) => a - b);
    expect(shareOfAlarms(alarms)).toBeGreaterThan(0.95);
    expect(found[Math.floor(found.length / 2)]).toBeLessThanOrEqual(10);
  });

  it('find responses that are slow a third more often at 50 %', () => {
    const alarms = simulate(logEvidenceOfRatioAbove, {
      runs: 200,
      weightAt: () => 0.5,
      rateAt: () => 0.5,
      ratio: 1.33,
    });
    expect(shareOfAlarms(alarms)).toBeGreaterThan(0.99);
  });
});
