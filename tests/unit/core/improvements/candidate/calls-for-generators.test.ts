import { expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import type { BaseReport } from '#core/improvements/base/base-report.ts';
import { askGenerator } from '#core/improvements/candidate/ask-generator.ts';
import type { GenerationRequest } from '#core/improvements/candidate/candidate.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { aService } from '../../../../support/service.ts';

async function requestWith(baseReport: BaseReport | null): Promise<GenerationRequest | undefined> {
  const asked: GenerationRequest[] = [];
  const generator = {
    source: 'model',
    async propose(request: GenerationRequest) {
      asked.push(request);
      return null;
    },
  } as const;
  const snapshot = { commit: 'a'.repeat(40), files: [] };
  const improvement = { ...anImprovement(), baseReport };
  const { manifest } = aService();
  await askGenerator(generator, {
    improvement,
    manifest,
    patches: patchTools,
    snapshot,
    earlier: [],
    idea: 0,
    refused: null,
    count: () => undefined,
  });
  return asked[0];
}

it('a generator is told what functions of its endpoint are called with, and of no other', async () => {
  const { endpoint } = anImprovement();
  const own = { endpoint, function: 'src/a.ts#b', calls: 2, arguments: ['number'] };
  const report: BaseReport = {
    schema: 1,
    commit: 'a'.repeat(40),
    checks: [],
    tests: { ran: 0, failing: [], flaky: [] },
    replays: [],
    calls: [{ ...own, endpoint: 'GET /other' }, own],
    seconds: 1,
  };
  expect((await requestWith(report))?.calls).toEqual([own]);
});

it('a generator is told of no calls where none were captured', async () => {
  expect((await requestWith(null))?.calls).toEqual([]);
});
