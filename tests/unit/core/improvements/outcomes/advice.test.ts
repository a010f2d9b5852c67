import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CandidateGenerator, GenerationRequest } from '#core/improvements/candidate/candidate.ts';
import { advised } from '#core/improvements/outcomes/advice.ts';
import type { Outcome } from '#core/improvements/outcomes/outcome.ts';
import { day } from '#core/time.ts';
import { hot, requestFor } from '../../../../contract/candidate-generator/requests.ts';
import { anOutcome, outcomes } from '../../../../support/outcome.ts';

const occasion = { service: 'shop', now: Date.UTC(2026, 5, 2) };
const generatorOf = (source: CandidateGenerator['source'], asked: GenerationRequest[] = []) => ({
  source,
  propose: async (request: GenerationRequest) => {
    asked.push(request);
    return null;
  },
});
const [rule, model] = [generatorOf('rule'), generatorOf('model')];
const order = (known: readonly Outcome[], service = 'shop') =>
  advised([rule, model], known, { ...occasion, service }).map(({ source }) => source);
const failed = { decision: 'rejected', by: 'calls' } as const;
const outcome = fc.record({
  source: fc.constantFrom('rule' as const, 'model' as const),
  service: fc.constantFrom('shop', 'bank'),
  decision: fc.constantFrom(
    'promoted' as const,
    'rejected' as const,
    'rolled-back' as const,
    'refused' as const,
  ),
});
const histories = fc.array(
  outcome.map((fields) => anOutcome(fields)),
  { maxLength: 40 },
);

describe('the generators', () => {
  it('are asked rules first, while nothing else is known', () => {
    expect(order([])).toEqual(['rule', 'model']);
  });

  it('are asked model first where rules keep failing, and at other services too', () => {
    const known = outcomes(4, failed);
    expect(order(known)).toEqual(['model', 'rule']);
    expect(order(known, 'bank')).toEqual(['model', 'rule']);
  });

  it('are asked by what happened at this service, whatever happened elsewhere', () => {
    const known = [...outcomes(50, { ...failed, service: 'bank' }), ...outcomes(10, {})];
    expect(order(known)).toEqual(['rule', 'model']);
    expect(order(known, 'bank')).toEqual(['model', 'rule']);
  });

  it('are all asked, each once, whatever has happened', () => {
    fc.assert(
      fc.property(histories, (known) => {
        expect(order(known).toSorted()).toEqual(['model', 'rule']);
      }),
    );
  });

  it('that were first stay first after a promotion of theirs', () => {
    fc.assert(
      fc.property(histories, (known) => {
        const [first = 'rule'] = order(known);
        expect(order([...known, anOutcome({ source: first })])[0]).toBe(first);
      }),
    );
  });

  it('wait for none that keeps failing: one that was never first is, after as many failures of the other', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom('rule' as const, 'model' as const), (known, waiting) => {
        const other = waiting === 'rule' ? 'model' : 'rule';
        const failures = outcomes(10 * (known.length + 10), { ...failed, source: other });
        expect(order([...known, ...failures])[0]).toBe(waiting);
      }),
    );
  });
});

/** What a generator is told. */
async function told(known: readonly Outcome[], profile = [hot('netPrice', 'src/prices.ts', 3)]) {
  const asked: GenerationRequest[] = [];
  const [generator] = advised([generatorOf('rule', asked)], known, occasion);
  await generator?.propose(requestFor([], profile));
  return asked[0] as GenerationRequest;
}

describe('a generator is told', () => {
  it('which of its authors are expected to succeed', async () => {
    const { expectedOf } = await told([
      ...outcomes(2, { author: 'good' }),
      ...outcomes(2, { ...failed, author: 'bad' }),
      ...outcomes(9, { ...failed, source: 'model', author: 'unknown' }),
    ]);
    expect(expectedOf?.('good')).toBeCloseTo(6 / 7);
    expect(expectedOf?.('unknown')).toBeCloseTo(4 / 5);
    expect(expectedOf?.('bad')).toBeCloseTo(4 / 7);
  });

  const profile = [hot('Shop.netPrice', 'src/prices.ts', 3), hot('tax', 'src/tax.ts', 1)];
  const namesAfter = async (known: readonly Outcome[]) =>
    (await told(known, profile)).finding.hottest.map(({ name }) => name);

  it('of the next hottest function first, if attempts keep failing at the hottest', async () => {
    expect(await namesAfter(outcomes(3, failed))).toEqual(['tax', 'Shop.netPrice']);
  });

  it.each([
    ['only two failed', outcomes(2, failed)],
    ['they failed a while ago', outcomes(3, { ...failed, at: occasion.now - 31 * day })],
    ['they failed at another service', outcomes(3, { ...failed, service: 'bank' })],
    ['they were refused without a test', outcomes(3, { decision: 'refused' })],
    ['one was promoted since', [...outcomes(3, failed), anOutcome({ at: occasion.now - 1 })]],
  ])('of the hottest first, if %s', async (_, known) => {
    expect(await namesAfter(known)).toEqual(['Shop.netPrice', 'tax']);
  });
});
