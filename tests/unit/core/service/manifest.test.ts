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
