import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '#local/processes/free-port.ts';
import { listen } from '#local/processes/listen.ts';
import { openServicePorts } from '#local/services/service-ports.ts';

test('services that start side by side get different ports, and none that another one had', async () => {
  const first = await freePort();
  const portOf = openServicePorts(first, new Map([['dairy', first + 1]]));

  const ports = await Promise.all(['bakery', 'cellar'].map((name) => portOf(name, null)));

  expect(new Set(ports).size).toBe(2);
  expect(ports).not.toContain(first + 1);
  expect(await portOf('dairy', first + 1)).toBe(first + 1);
});

test('a service gets another port if a program took its own meanwhile', async () => {
  const taken = await listen(createServer(), 0);
  onTestFinished(() => taken.close());
  const portOf = openServicePorts(0, new Map([['bakery', taken.port]]));

  expect(await portOf('bakery', taken.port)).toBe(0);
});
