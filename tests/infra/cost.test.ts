import { beforeAll, describe, expect, it, test } from 'vitest';
import { prices } from '#core/costs/prices.ts';
import { type BillLine, totalAtListPrice, totalBeyondFreeTier } from '#lib/documents/cost/bill-line.ts';
import { idleBill } from '#lib/documents/cost/idle-bill.ts';
import { improvementBill } from '#lib/documents/cost/improvement-bill.ts';
import { ratingsBill } from '#lib/documents/cost/ratings-bill.ts';
import { type Definition, shortestPath } from '#lib/documents/cost/shortest-path.ts';
import { synthesize } from '#lib/documents/example-installation.ts';
import { parseTemplate, type Template } from '#lib/documents/template.ts';
import { readDefinition } from '../support/state-machine.ts';

const definition = readDefinition() as Definition;
const unitsOf = (bill: readonly BillLine[], item: string) => bill.find((line) => line.item === item)?.units;
const alarms = (units: number): BillLine => ({ item: '', price: prices.cloudWatch.alarm, units, basis: '' });

describe('a bill', () => {
  it('adds up to its total at list price', () => {
    expect(totalAtListPrice([alarms(8), alarms(5)])).toBeCloseTo(1.3, 12);
  });

  it('subtracts each free amount once, however many lines share it', () => {
    expect(totalBeyondFreeTier([alarms(8), alarms(5)])).toBeCloseTo(0.3, 12);
  });

  it('is never negative when usage stays below the free tier', () => {
    expect(totalBeyondFreeTier([alarms(8)])).toBe(0);
  });
});

describe('an idle month', () => {
  let all: Template;
  beforeAll(() => {
    all = synthesize().all;
  });

  it('counts the resources of the template', () => {
    const bill = idleBill(all);
    expect(unitsOf(bill, 'Secrets')).toBe(all.ofType('AWS::SecretsManager::Secret').length);
    expect(unitsOf(bill, 'Clients for services')).toBe(1);
    expect(unitsOf(bill, 'Schedules')).toBeCloseTo(2 * (4 + 12) * 730 + 6 * 730 + 730 / 24);
  });

  it('bills an alarm on an expression by the metrics that it reads', () => {
    const stat = { MetricStat: {} };
    const alarm = (Properties: object) => ({ Type: 'AWS::CloudWatch::Alarm', Properties });
    const two = parseTemplate({
      Resources: { a: alarm({ Metrics: [{ Expression: 'x / y' }, stat, stat] }), b: alarm({}) },
    });
    expect(unitsOf(idleBill(two), 'Alarms')).toBe(3);
  });

  it('rejects a type of resource without a price', () => {
    const unpriced = parseTemplate({ Resources: { gateway: { Type: 'AWS::EC2::NatGateway' } } });
    expect(() => idleBill(unpriced)).toThrow('there is no price for AWS::EC2::NatGateway');
  });

  it('rejects a schedule that is not a rate', () => {
    const daily = parseTemplate({
      Resources: {
        daily: {
          Type: 'AWS::Scheduler::Schedule',
          Properties: { ScheduleExpression: 'cron(0 1)', Target: {} },
        },
      },
    });
    expect(() => idleBill(daily)).toThrow('cron(0 1) is not a rate');
  });
});

test('twice as many ratings cost twice as much, except for the custom metrics', () => {
  const fixed = 3 * prices.cloudWatch.customMetric.usd;
  expect(totalAtListPrice(ratingsBill(2_000_000)) - fixed).toBeCloseTo(
    2 * (totalAtListPrice(ratingsBill(1_000_000)) - fixed),
    9,
  );
});

describe('an improvement', () => {
  it('passes the states of the definition, with a check of the mirrored requests and 60 of the default steps', () => {
    const way =
      'Enter BeginGenerating Scan BeginBaseCheck IsTheBaseKnown CheckBase Generate IsThereACandidate BeginTesting MayItRun Verify Assess ' +
      'WhatFollowsTheTest BeginDeploying Release StartRollout DidItStart Wait Watch WhatTheWatchSays ' +
      'CompleteRollout Done';
    const furtherChecks = 60 * 'Wait Watch WhatTheWatchSays'.split(' ').length;
    expect(unitsOf(improvementBill(definition), 'State machine')).toBe(
      way.split(' ').length + furtherChecks + 1,
    );
  });

  it('runs the jobs for a scan, a check of the base, a test and a release', () => {
    expect(improvementBill(definition).find(({ item }) => item === 'Jobs')?.basis).toMatch(
      /^Scan \d+, CheckBase \d+, Verify \d+, Release \d+$/,
    );
  });
});

describe('the shortest way', () => {
  const States = { A: { Choices: [{ Next: 'B' }, { Next: 'C' }] }, B: { Next: 'C' }, C: { Next: 'A' } };

  it('leads through all stops in order', () => {
    expect(shortestPath({ States }, ['A', 'C'])).toEqual(['A', 'C']);
    expect(shortestPath({ States }, ['A', 'B', 'C'])).toEqual(['A', 'B', 'C']);
    expect(shortestPath({ States }, ['A', 'A'])).toEqual(['A', 'C', 'A']);
  });

  it('is an error if there is none', () => {
    expect(() => shortestPath({ States }, ['A', 'D'])).toThrow('no path leads from A to D');
  });
});
