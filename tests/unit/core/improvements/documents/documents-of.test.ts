import { expect, it } from 'vitest';
import { documentsOf } from '#core/improvements/documents/documents-of.ts';
import { Manifest } from '#core/service/manifest.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { aReport } from '../../../../support/report.ts';
import { aService } from '../../../../support/service.ts';

const improvement = { ...anImprovement({ report: aReport() }), candidate: aCandidate() };

function documents(setting: object) {
  const service = aService();
  const manifest = Manifest.parse({ ...service.manifest, documents: setting });
  return documentsOf(improvement, { ...service, manifest });
}

it('writes a page of the day, and an entry with the gain', () => {
  const { page, changelogEntry } = documents({});
  expect(page?.path).toBe('docs/improvements/2026-06-01-shop-get-prices-1.md');
  expect(page?.text).toMatch(/^# Look prices up in an index\n/);
  expect(changelogEntry).toBe('Look prices up in an index. GET /prices: 3.99x faster (95 % CI 3.80 to 4.18)');
});

it('writes pages into the folder of the manifest', () => {
  expect(documents({ pages: 'doc/perf' }).page?.path).toMatch(/^doc\/perf\/2026-06-01-/);
});

it('writes neither if the manifest wants neither', () => {
  expect(documents({ pages: false, changelog: false })).toEqual({ page: null, changelogEntry: null });
});

it.each(['../docs', '/docs', 'docs/../..', '.github/docs', 'docs/', ''])(
  'refuses the folder "%s", which may lead out of the repository or into hidden files',
  (pages) => {
    expect(() => documents({ pages })).toThrow(/must be a folder of the repository/);
  },
);
