import { afterEach, expect, it, vi } from 'vitest';
import { control, isOneMachine } from '#functions/composition/fleet-control.ts';

afterEach(() => vi.unstubAllEnvs());

it('services run on one machine where its control server is known', () => {
  vi.stubEnv('FLEET_URL', 'http://127.0.0.1:9');
  vi.stubEnv('FLEET_TOKEN', 'secret');
  expect(isOneMachine()).toBe(true);
  expect(control()).toBeTypeOf('function');
});

it('elsewhere a service that claims to stand behind a proxy is told what it may claim', () => {
  vi.stubEnv('FLEET_URL', undefined);
  vi.stubEnv('FLEET_TOKEN', undefined);
  expect(isOneMachine()).toBe(false);
  expect(control).toThrow(expect.objectContaining({ name: 'Conflict', code: 'fleet/no-control' }));
  expect(control).toThrow(/lambda-alias or pipeline/);
});
