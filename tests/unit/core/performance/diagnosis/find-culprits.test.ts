import { beforeEach, describe, expect, test } from 'vitest';
import { examine } from '#core/performance/examine.ts';
import { partsOf } from '#core/performance/metric-part.ts';
import { rankOpportunities } from '#core/performance/opportunities.ts';
import { servicesThatCall } from '../called-services.ts';
import { batchOf } from '../measured.ts';
import { MemoryHistory } from '../memory-history.ts';
import { MemoryMetrics } from '../memory-metrics.ts';

const window = 300_000;
const now = Date.UTC(2026, 5, 2, 9);
const onset = now - 4 * window;
const manifest = {
  name: 'shop',
  calls: ['catalogue', 'basket'],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
/** They call each other in a circle, and one that nobody registered. */
const services = servicesThatCall({ catalogue: ['prices', 'unknown'], basket: ['prices'], prices: ['shop'] });

let store: MemoryMetrics;
beforeEach(() => {
  store = new MemoryMetrics();
});

interface Load {
  readonly usual: number;
  readonly since?: number;
  readonly failing?: number;
}

/** Twelve windows of forty requests, in milliseconds before the onset and since; of which some fail since. */
async function measure(service: string, { usual, since = usual, failing = 0 }: Load): Promise<void> {
  for (let i = 0; i < 12; i += 1) {
    const start = now - (12 - i) * window;
    const isLate = start >= onset;
    const measurements = Array.from({ length: 40 }, (_, j) => ({
      endpoint: 'GET /',
      at: start + j * 1_000,
      duration: (isLate ? since : usual) + (j % 5),
      status: isLate && j < failing ? 500 : 200,
    }));
    await store.saveParts(partsOf(batchOf({ service, sequence: i, measurements }), 300));
  }
}

const look = (fields: Partial<typeof manifest> = {}) =>
  examine({
    manifest: { ...manifest, ...fields },
    services,
    store,
    history: new MemoryHistory(),
    now,
    span: 12 * window,
  });

describe('the one to blame for a slow endpoint', () => {
  test('is the service behind the service that became slow, and then there is nothing to fix here', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await measure('catalogue', { usual: 40, since: 240 });
    await measure('basket', { usual: 20 });
    await measure('prices', { usual: 10, since: 210 });
    const { findings } = await look();
    const slow = findings.filter(({ kind }) => kind === 'slow-endpoint');
    expect(slow).toMatchObject([{ since: onset, culprit: { service: 'prices' } }]);
    expect(slow[0]?.culprit?.summary).toMatch(
      /^prices: \d+(\.\d+)? extra seconds passed through it in a window, none of it/,
    );
    expect(rankOpportunities(findings, {})).toEqual([]);
  });

  test('is the service itself where those that it calls are as they were', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await measure('catalogue', { usual: 40 });
    await measure('basket', { usual: 20 });
    const { findings } = await look();
    expect(findings).toMatchObject([{ culprit: { service: 'shop' } }]);
    expect(rankOpportunities(findings, {})).toHaveLength(1);
  });

  test('is not known of what has always been so, nor where nobody is called', async () => {
    await measure('shop', { usual: 260 });
    expect((await look()).findings).toMatchObject([{ kind: 'slow-endpoint', culprit: null }]);
    store = new MemoryMetrics();
    await measure('shop', { usual: 60, since: 260 });
    expect((await look({ calls: [] })).findings).toMatchObject([{ kind: 'slow-endpoint', culprit: null }]);
  });
});

test('the one to blame for failures is the one where they begin', async () => {
  await measure('shop', { usual: 60, failing: 10 });
  await measure('catalogue', { usual: 40, failing: 10 });
  await measure('basket', { usual: 20 });
  const { findings } = await look();
  expect(findings).toMatchObject([{ kind: 'error-rate', culprit: { service: 'catalogue' } }]);
});
