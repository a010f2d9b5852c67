import { expect, test } from 'vitest';
import type { ServiceScan } from '#core/performance/findings/static-finding.ts';
import { staticFindingsView } from '#functions/api/views/static-findings.ts';
import { aStaticFinding } from '../../../../support/static-finding.ts';

const nothingMeasured = { findings: [], windows: [], from: 0, now: 1 };
const scan: ServiceScan = {
  commit: 'a'.repeat(40),
  findings: Array.from({ length: 120 }, (_, i) => aStaticFinding({ line: i + 1 })),
  notListed: 5,
  files: 1,
  lines: 200,
  leftOut: [],
  failures: [],
};

test('a service that was never scanned has no static findings', () => {
  expect(staticFindingsView(null, nothingMeasured)).toBeNull();
});

test('of many, the first are shown, each measured or not, and how many more there are', () => {
  const view = staticFindingsView(scan, nothingMeasured);
  expect(view).toMatchObject({ commit: scan.commit, notListed: 25, failures: [] });
  expect(view?.items).toHaveLength(100);
  expect(view?.items[0]).toMatchObject({ line: 1, measured: null });
});
