import { expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { portForService } from '#core/service/port-for-service.ts';

it('is never a port that the system gives to the connection that waits for the service', () => {
  const random = seededRandom(1);
  const ports = [() => 0, () => 1 - Number.EPSILON, ...Array.from({ length: 1_000 }, () => random)].map(
    portForService,
  );
  expect(Math.min(...ports)).toBe(20_000);
  // 32768 is the first of the ports for connections on Linux.
  expect(Math.max(...ports)).toBe(31_999);
});
