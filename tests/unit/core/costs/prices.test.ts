import { expect, test } from 'vitest';
import { costOf, lookedUp, type Price, prices } from '#core/costs/prices.ts';

const all: readonly (readonly [string, Price])[] = Object.entries(prices).flatMap(
  ([service, servicePrices]) =>
    Object.entries(servicePrices).map(([name, price]) => [`${service}.${name}`, price] as const),
);

test.each(all)('%s has a price, a unit and a source', (_, price) => {
  expect(price.usd).toBeGreaterThan(0);
  expect(price.per).toBeGreaterThan(0);
  expect(price.unit).toMatch(/^[A-Za-z]/);
  expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\/$/);
  expect(['read', 'recalled']).toContain(price.provenance);
});

test('the price table has a date', () => {
  expect(new Date(lookedUp).toISOString()).toContain(lookedUp);
});

test('a cost is proportional to the units', () => {
  expect(costOf(prices.lambda.requests, 5_000_000)).toBeCloseTo(1, 12);
  expect(costOf(prices.cloudWatch.metricRequested, 438_000)).toBeCloseTo(4.38, 12);
  expect(costOf(prices.dynamodb.writes, 0)).toBe(0);
});
