import { describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { type Status, statuses } from '#core/improvements/status.ts';
import type { Finding } from '#core/performance/findings/finding.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const now = Date.UTC(2026, 5, 1, 10);
const minute = 60_000;

const finding = (endpoint: string | null, fields: Partial<Finding> = {}): Finding => ({
  ...anImprovement().finding,
  endpoint,
  from: now - minute,
  to: now,
  ...fields,
});
const prices = finding('GET /prices');
const stock = finding('GET /stock');

const propose = (improvements: MemoryImprovements, findings: readonly Finding[], mostEpisodes = 3) =>
  proposeImprovements({ service: 'shop', findings, mostEpisodes }, { improvements, now: () => now });

/** An improvement of `GET /prices` that reached this status five minutes ago. */
const known = (status: Status, fields: Partial<Improvement> = {}) =>
  anImprovement({ status, updatedAt: now - 5 * minute, ...fields });

const endpointsOf = (improvements: readonly Improvement[]) => improvements.map(({ endpoint }) => endpoint);

describe('the analysis proposes', () => {
  it('an improvement for each finding, with its first event', async () => {
    const improvements = new MemoryImprovements();

    const { created, next } = await propose(improvements, [prices, stock]);

    expect(endpointsOf(created)).toEqual(['GET /prices', 'GET /stock']);
    expect(next?.endpoint).toBe('GET /prices');
    expect(created[0]).toMatchObject({
      service: 'shop',
      status: 'opportunity',
      episode: 1,
      revision: 1,
      reason: prices.summary,
      createdAt: now,
    });
    expect(improvements.events.map(({ type }) => type)).toEqual([
      'improvement.opportunity',
      'improvement.opportunity',
    ]);
  });

  it('nothing a second time', async () => {
    const improvements = new MemoryImprovements();
    await propose(improvements, [prices]);

    const { created, next } = await propose(improvements, [prices]);

    expect(created).toEqual([]);
    expect(next?.endpoint).toBe('GET /prices');
    expect(improvements.events).toHaveLength(1);
  });

  it('one improvement if two analyses run concurrently', async () => {
    const improvements = new MemoryImprovements();
    const answers = await Promise.all([propose(improvements, [prices]), propose(improvements, [prices])]);
    expect(answers.flatMap(({ created }) => created)).toHaveLength(1);
  });

  it('nothing before a profile has shown where the time goes', async () => {
    const { created } = await propose(new MemoryImprovements(), [finding('GET /prices', { hottest: [] })]);
    expect(created).toEqual([]);
  });

  it('nothing for a finding without an endpoint', async () => {
    const { created } = await propose(new MemoryImprovements(), [finding(null, { kind: 'memory-growth' })]);
    expect(created).toEqual([]);
  });

  it('readable names that distinguish long endpoints', async () => {
    const long = `GET /${'warehouse/'.repeat(8)}`;
    const { created } = await propose(new MemoryImprovements(), [finding(`${long}a`), finding(`${long}b`)]);
    const ids = created.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^shop-get-warehouse-[a-z0-9-]{1,40}-1$/);
  });
});

describe('a finding of an endpoint that was improved before', () => {
  const open = [
    'opportunity',
    'generating',
    'generated',
    'testing',
    'tested',
    'awaiting-approval',
    'deploying',
    'watching',
    'rolling-back',
  ] as const;
  const ended = statuses.filter((status) => !open.some((item) => item === status));

  it.each(open)('leads to nothing while that improvement is %s', async (status) => {
    const { created } = await propose(MemoryImprovements.of(known(status)), [prices]);
    expect(created).toEqual([]);
  });

  it.each(ended)('begins another episode if that improvement is %s', async (status) => {
    const earlier = [
      { ...aCandidate(), decision: 'rolled-back', outcome: 'rolled back from production: slower' } as const,
    ];
    const { created } = await propose(MemoryImprovements.of(known(status, { earlier })), [prices]);
    expect(created).toMatchObject([{ episode: 2, earlier, attempt: 0 }]);
    expect(created[0]?.id).toMatch(/-2$/);
  });

  it('leads to nothing if its evidence is older than the last change', async () => {
    const improvements = MemoryImprovements.of(known('applied', { updatedAt: prices.from + 1 }));
    expect((await propose(improvements, [prices])).created).toEqual([]);
  });

  it('leads to nothing after as many episodes as the policy allows', async () => {
    const improvements = MemoryImprovements.of(known('rolled-back', { episode: 2 }));
    expect((await propose(improvements, [prices], 2)).created).toEqual([]);
    expect((await propose(improvements, [prices], 3)).created).toMatchObject([{ episode: 3 }]);
  });

  it('counts no episode that failed, and waits longer after each', async () => {
    const failures = [1, 2, 3].map((episode) =>
      known('failed', {
        id: `shop-get-prices-${episode}`,
        episode,
        updatedAt: now - (episode === 3 ? 4 : 60) * minute,
      }),
    );
    const late = { ...prices, from: now - 3 * minute };
    const { created } = await propose(MemoryImprovements.of(...failures), [late], 1);
    expect(created).toMatchObject([{ episode: 4 }]);

    const [first, second, last] = failures;
    const recent = { ...last, updatedAt: now - 3.5 * minute } as Improvement;
    const all = [first, second, recent] as readonly Improvement[];
    expect((await propose(MemoryImprovements.of(...all), [late], 1)).created).toEqual([]);
  });

  it('is separate from a finding of another kind', async () => {
    const errors = finding('GET /prices', { kind: 'error-rate' });
    const { created } = await propose(MemoryImprovements.of(known('watching')), [errors]);
    expect(created).toMatchObject([{ episode: 1, finding: { kind: 'error-rate' } }]);
  });

  it('is the same work for an endpoint that was slow, and is heavy now', async () => {
    const heavy = finding('GET /prices', { kind: 'heavy-endpoint' });
    expect((await propose(MemoryImprovements.of(known('watching')), [heavy])).created).toEqual([]);
  });
});

describe('the next improvement to start', () => {
  const busy = [
    'generating',
    'generated',
    'testing',
    'tested',
    'deploying',
    'watching',
    'rolling-back',
  ] as const;
  const idle = statuses.filter((status) => !busy.some((entry) => entry === status));

  it.each(busy)('is none while another of the service is %s', async (status) => {
    const { next } = await propose(MemoryImprovements.of(known(status)), [stock]);
    expect(next).toBeNull();
  });

  it.each(idle)('does not wait for one that is %s', async (status) => {
    const { next } = await propose(MemoryImprovements.of(known(status)), [stock]);
    expect(next?.endpoint).toBe('GET /stock');
  });

  it.each([
    ['generated', 'generated'],
    ['tested', 'tested'],
  ] as const)('does not wait for one that its operator wanted %s and no further', async (status, goal) => {
    const { next } = await propose(MemoryImprovements.of(known(status, { goal })), [stock]);
    expect(next?.endpoint).toBe('GET /stock');
  });

  it('does not wait for another service', async () => {
    const elsewhere = known('watching', { service: 'other' });
    expect((await propose(MemoryImprovements.of(elsewhere), [stock])).next?.endpoint).toBe('GET /stock');
  });

  it('is a new one before one that was rolled back', async () => {
    const { next } = await propose(MemoryImprovements.of(known('rolled-back')), [prices, stock]);
    expect(next?.endpoint).toBe('GET /stock');
  });

  it('is the one with the largest saving', async () => {
    const { next } = await propose(new MemoryImprovements(), [stock, prices]);
    expect(next?.endpoint).toBe('GET /stock');
  });

  it('is not one whose endpoint has recovered since', async () => {
    const { next } = await propose(MemoryImprovements.of(known('opportunity')), []);
    expect(next).toBeNull();
  });
});
