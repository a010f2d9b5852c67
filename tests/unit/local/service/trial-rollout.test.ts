import { expect, test } from 'vitest';
import { Manifest, Rollout } from '#core/service/manifest.ts';
import { withTrialRollout } from '#local/service/trial-rollout.ts';

const described = Manifest.parse({
  name: 'shop',
  language: 'javascript',
  commands: { start: 'node server.js', test: 'node --test' },
  rollout: { alpha: 0.05, mirror: { enabled: false, skip: ['GET /reset'] } },
});
const repository = { path: '/shop', manifest: described, head: 'f00d', notices: [] };

test('the rollout of a trial may take minutes instead of hours', () => {
  const { patience, mirror, steps } = withTrialRollout(repository).manifest.rollout;
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  expect(seconds + mirror.seconds).toBeLessThan(30);
  expect(patience * seconds + mirror.seconds).toBeLessThan(150);
});

test('it is a rollout that a manifest could describe', () => {
  const { rollout } = withTrialRollout(repository).manifest;
  expect(Rollout.parse(rollout)).toEqual(rollout);
});

test('what the manifest says about evidence and mirrored requests stays', () => {
  expect(withTrialRollout(repository).manifest.rollout).toMatchObject({
    alpha: 0.05,
    exclude: described.rollout.exclude,
    mirror: { enabled: false, skip: ['GET /reset'] },
  });
});

test('everything but the rollout stays, and the repository itself is left alone', () => {
  const { rollout, ...rest } = withTrialRollout(repository).manifest;
  const { rollout: planned, ...described } = repository.manifest;
  expect(rest).toEqual(described);
  expect(planned).not.toEqual(rollout);
});
