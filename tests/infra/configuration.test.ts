import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InvalidInput } from '#core/errors.ts';
import { readConfiguration } from '#lib/config/read-configuration.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ironclaw-configuration-'));
  file = join(folder, 'ironclaw.aws.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (settings: unknown) => {
  writeFileSync(file, JSON.stringify(settings));
  return readConfiguration(file);
};
const shop = { name: 'shop', repository: 'https://git.example.com/shop.git' };

it('has a default for everything', () => {
  expect(read({})).toMatchObject({
    name: 'ironclaw',
    logDays: 30,
    model: null,
    api: { consoleOrigin: null, issuer: null, throttle: { rate: 100, burst: 200 } },
    sandbox: { network: 'isolated' },
    analysis: { everyMinutes: 15 },
    services: [],
  });
});

it('deploys a service through its own pipeline by default', () => {
  expect(read({ services: [shop] }).services).toEqual([
    { ...shop, deployment: { kind: 'pipeline' }, alarms: [], recorder: 'http' },
  ]);
});

it('rejects a missing file that was named', () => {
  expect(() => readConfiguration(join(folder, 'nothing.json'))).toThrow(/there is no file .*nothing\.json/);
});

it('rejects a file that is not JSON', () => {
  writeFileSync(file, '{ "name": ');
  expect(() => readConfiguration(file)).toThrow(/ironclaw\.aws\.json is not JSON/);
});

describe('an error says what is wrong, and where', () => {
  it.each([
    ['an unknown key', { regoin: 'eu-west-1' }, /Unrecognized key: "regoin"/],
    ['a key in the wrong place', { api: { rate: 5 } }, /api: Unrecognized key: "rate"/],
    [
      'a region without all services',
      { region: 'mars-north-1' },
      /region: mars-north-1 is not among the regions/,
    ],
    ['an account number that is too short', { account: '123' }, /account: must have 12 digits/],
    ['a name that a stack cannot have', { name: 'Iron Claw' }, /name: must be lower-case letters/],
    ['a retention period that CloudWatch does not support', { logDays: 31 }, /logDays: Invalid option/],
    [
      'a repository over plain HTTP',
      { services: [{ ...shop, repository: 'http://git.example.com/shop' }] },
      /services\.0\.repository: must be an https:\/\/ address/,
    ],
    [
      'a repository over SSH',
      { services: [{ ...shop, repository: 'git@example.com:shop.git' }] },
      /services\.0\.repository: must be an https:\/\/ address/,
    ],
    [
      'a duplicate service',
      { services: [shop, shop] },
      /services\.1\.name: shop is the name of two services/,
    ],
    [
      'a proxy on AWS',
      { services: [{ ...shop, deployment: { kind: 'proxy' } }] },
      /services\.0\.deployment: must be of kind "lambda-alias" or "pipeline"/,
    ],
    [
      'an alias that is a number',
      { services: [{ ...shop, deployment: { kind: 'lambda-alias', functionName: 'shop', alias: '7' } }] },
      /services\.0\.deployment\.alias: must be the name of an alias/,
    ],
    ['a model over plain HTTP', { model: { url: 'http://model.example.com' } }, /model\.url/],
    [
      "the model's API key, which belongs in the secret",
      { model: { key: 'sk-1' } },
      /model: Unrecognized key: "key"/,
    ],
    ['an invalid e-mail address', { notifications: { emails: ['nobody'] } }, /notifications\.emails\.0/],
  ])('%s', (_, settings, message) => {
    expect(() => read(settings)).toThrow(InvalidInput);
    expect(() => read(settings)).toThrow(message);
  });

  it('for every wrong setting at once', () => {
    expect(() => read({ logDays: 31, account: '1', name: '' })).toThrow(/logDays.*account|account.*logDays/s);
  });
});

it('accepts an unlisted region if allowUnlistedRegion is set', () => {
  expect(read({ region: 'mars-north-1', allowUnlistedRegion: true }).region).toBe('mars-north-1');
});
