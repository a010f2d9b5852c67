import { expect, test } from 'vitest';
import { Manifest, Rollout } from '#core/service/manifest.ts';
import { forTrial } from '#local/service/for-trial.ts';

const described = Manifest.parse({
  name: 'shop',
  language: 'javascript',
  commands: { start: 'node server.js', test: 'node --test' },
  rollout: { alpha: 0.05, mirror: { enabled: false, skip: ['GET /reset'] } },
});
const repository = { path: '/shop', manifest: described, head: 'f00d', notices: [] };

test('the rollout of a trial may take minutes instead of hours', () => {
  const { patience, mirror, steps } = forTrial(repository).manifest.rollout;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  expect(seconds + mirror.seconds).toBeLessThan(30);
  expect(patience * seconds + mirror.seconds).toBeLessThan(150);
});

test('it is a rollout that a manifest could describe', () => {
  const { rollout } = forTrial(repository).manifest;
  expect(Rollout.parse(rollout)).toEqual(rollout);
});

test('what the manifest says about evidence and mirrored requests stays', () => {
  expect(forTrial(repository).manifest.rollout).toMatchObject({
    alpha: 0.05,
    exclude: described.rollout.exclude,
    mirror: { enabled: false, skip: ['GET /reset'] },
  });
});

test('what a model proves ships without an approver, and a lower limit stays', () => {
  expect(forTrial(repository).manifest.policy.automaticAbove).toBe(0.8);
  const trusting = { ...described, policy: { ...described.policy, automaticAbove: 0.5 } };
  expect(forTrial({ ...repository, manifest: trusting }).manifest.policy.automaticAbove).toBe(0.5);
});

test('everything else stays, and the repository itself is left alone', () => {
  const { rollout, policy, ...rest } = forTrial(repository).manifest;
  const { rollout: planned, policy: agreed, ...others } = repository.manifest;
  expect(rest).toEqual(others);
  expect(planned).not.toEqual(rollout);
  expect(agreed).toEqual({ ...policy, automaticAbove: 0.986 });
});
