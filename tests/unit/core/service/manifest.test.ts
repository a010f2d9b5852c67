import { describe, expect, it } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';

const parse = (replay: unknown) => Manifest.shape.replay.safeParse(replay);

describe('the settings of a replay', () => {
  it('name properties and headers to ignore, and headers to send', () => {
    const given = {
      ignore: ['at', { header: 'X-Request-Id' }],
      headers: { Authorization: 'Bearer test', Accept: 'application/json' },
    };
    expect(parse(given).data).toEqual(given);
    expect(parse({}).data).toEqual({ ignore: [], headers: {} });
  });

  it.each([
    ['a header with a line break', { headers: { Authorization: 'a\r\nHost: b' } }],
    ['a name that is none', { headers: { 'X Y': 'a' } }],
    ['the length of the body', { headers: { 'Content-Length': '0' } }],
    ['the host', { headers: { host: 'example.com' } }],
    ['a header to ignore without its name', { ignore: [{}] }],
  ])('are refused with %s', (_, given) => {
    expect(parse(given).success).toBe(false);
  });
});

describe('the folder of a service', () => {
  const parseFolder = (directory: string) => Manifest.shape.directory.safeParse(directory);

  it.each([
    '.',
    './api',
    'packages/api/',
    'packages/@shop/api',
    'apps/(web)/[lang]',
    'my apps/web.v2',
    '.hidden',
    '..api/a..b',
    'größe/api',
    'サービス',
  ])('may be %j', (directory) => {
    expect(parseFolder(directory).data).toBe(directory);
  });

  it.each([
    ['no name', ''],
    ['the root of the machine', '/srv/api'],
    ['a step up', '..'],
    ['a step up at the beginning', '../api'],
    ['a step up on the way', 'packages/../../api'],
    ['a step up at the end', 'packages/..'],
    ['a step up in another line', 'packages\n/../../api'],
    ['a step up after a separator of lines', 'packages\u2028/../../api'],
    ['a control character', 'packages\u0000'],
    ['a path of Windows', 'packages\\api'],
  ])('is refused with %s', (_, directory) => {
    expect(parseFolder(directory).error?.issues[0]?.message).toMatch(/must be a folder below the root/);
  });
});
