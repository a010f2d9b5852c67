import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askModel } from '#local/onboarding/doctor/ask-model.ts';
import { freePort } from '#local/processes/free-port.ts';

/** An API that gives every question the same response. */
async function modelThatResponds(status: number, body: object) {
  const server = createServer((_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, name: 'some-model', key: 'a-key' };
}

const answer = (content: string) => ({ choices: [{ message: { role: 'assistant', content } }] });

describe('a model that is asked one tiny question', () => {
  test('works if it answers, whatever it says', async () => {
    const model = await modelThatResponds(200, answer('No.'));
    expect(await askModel(model)).toMatchObject({ verdict: 'works' });
  });

  test.each([
    [401, 'The key in OPENAI_API_KEY is refused'],
    [404, 'There is no model some-model'],
    [429, 'The quota is used up'],
    [500, 'It fails (500'],
  ])('fails with status %d for its own reason', async (status, told) => {
    const model = await modelThatResponds(status, { error: { message: 'said so' } });
    expect(await askModel(model)).toMatchObject({ verdict: 'fails', detail: expect.stringContaining(told) });
  });

  test('fails where nothing listens, with the variable that names the place', async () => {
    const url = `http://127.0.0.1:${await freePort()}/v1`;
    expect(await askModel({ url, name: 'some-model' })).toMatchObject({
      verdict: 'fails',
      detail: expect.stringContaining('OPENAI_BASE_URL'),
    });
  });

  test('is partly of use if it answers with nothing', async () => {
    expect(await askModel(await modelThatResponds(200, answer('')))).toMatchObject({ verdict: 'partly' });
  });

  test('is no failure where none is configured', async () => {
    expect(await askModel(null)).toMatchObject({ verdict: 'none' });
  });
});
