import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { thumbsUp } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.tokenOf('user-1');
});
afterAll(() => system.stop());

const say = (body: unknown) => system.call('POST', '/feedback', { token, body });

describe('a body that cannot be read', () => {
  test.each([
    ['a truncated JSON text', '{"messageId": "m1"'],
    ['no JSON', 'thumbs up!'],
    ['JSON with an additional comma', '{"messageId": "m1",}'],
    ['two JSON texts', '{}{}'],
    ['a large number of brackets', '['.repeat(500_000)],
  ])('%s', async (_, body) => {
    expectProblem(await say(body), 400, 'request/malformed-json');
  });

  test('bytes that are not UTF-8', async () => {
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    expectProblem(await say(body), 400, 'request/malformed-json');
  });

  test.each([
    ['a little', 1_000_000],
    ['far', 11_000_000],
  ])('one that is %s too large', async (_, size) => {
    const body = JSON.stringify({ ...thumbsUp, comment: 'x'.repeat(size) });
    expectProblem(await say(body), 413, 'request/too-large');
  });

  test('one that is too large in bytes, but not in characters', async () => {
    const body = JSON.stringify({ ...thumbsUp, comment: '😀'.repeat(300_000) });
    expectProblem(await say(body), 413, 'request/too-large');
  });
});
