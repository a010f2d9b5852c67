import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { keepVerdict } from '#core/improvements/rollout/keep-verdict.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';
import { recordedVerdict } from '../../../../support/verdict.ts';

const recorded = recordedVerdict(90);
const rollout: Rollout = {
  baseline: 'a'.repeat(40),
  version: 'b'.repeat(40),
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 10, since: recorded.at - 600_000, until: null }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};

it('a verdict is kept with the hash of the file that holds its evidence', async () => {
  const artifacts = memoryArtifacts();
  const { file, ...about } = await keepVerdict({ ...recorded, rollout }, { artifacts });
  expect(about).toEqual({ at: recorded.at, weight: 10, verdict: 'regressed', obstacle: null });
  const text = await artifacts.read(file?.key ?? '');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(recorded)));
  expect(file?.sha256).toBe(createHash('sha256').update(text).digest('hex'));
});

it('a verdict stands, and says what is missing, if its evidence cannot be written', async () => {
  const write = () => Promise.reject(new Error('no space left on the device'));
  const artifacts = { ...memoryArtifacts(), write };
  expect(await keepVerdict({ ...recorded, rollout }, { artifacts })).toMatchObject({
    verdict: 'regressed',
    file: null,
    obstacle: 'no space left on the device',
  });
});

it('a verdict stands, and says what is missing, if its evidence is larger than a response can be', async () => {
  const [step] = recorded.evidence.steps;
  const [endpoint] = step?.endpoints ?? [];
  const endpoints = Array.from({ length: 30_000 }, () => endpoint).filter((item) => item !== undefined);
  const steps = step ? [{ ...step, endpoints }] : [];
  const evidence = { ...recorded.evidence, steps };
  const kept = await keepVerdict({ ...recorded, evidence, rollout }, { artifacts: memoryArtifacts() });
  expect(kept.file).toBeNull();
  expect(kept.obstacle).toMatch(/^its evidence has \d+ characters; at most 4000000 are kept$/);
});
