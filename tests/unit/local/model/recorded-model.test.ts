import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RecordedModel, startRecordedModel } from '#local/model/recorded-model.ts';
import { leaveInTheMiddleOf } from '../../../support/leave-in-the-middle-of.ts';

let folder: string;
let server: RecordedModel;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'answers-'));
  await writeFile(join(folder, 'a.md'), '---\nfunction: f\nattempt: 1\nmodel: told: so\n---\nFirst.\n');
  await writeFile(
    join(folder, 'b.md'),
    '---\n\nfunction: f\nattempt: 2\nmodel: m\n---\n\nSecond.\n---\nMore.\n',
  );
  await writeFile(join(folder, 'README.md'), '# Not an answer\n');
  server = await startRecordedModel({ answersFolder: folder });
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function ask(content: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'any', messages: [{ role: 'user', content }] }),
  });
  return { status: response.status, body: await response.json() };
}

const first = '<data name="target">\nfunction: f\n</data>';

describe('the recorded model', () => {
  it('goes on after a client that left in the middle of its request', async () => {
    await leaveInTheMiddleOf(server.url, '/v1/chat/completions');
    expect((await ask(first)).status).toBe(200);
  });

  it('answers for the function that the prompt names', async () => {
    const { status, body } = await ask(first);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'told: so',
      choices: [{ finish_reason: 'stop', message: { role: 'assistant', content: 'First.' } }],
    });
  });

  it('answers differently once the prompt contains an earlier attempt', async () => {
    const { body } = await ask(`${first}\n<data name="earlier attempt 1">\nslow\n</data>`);
    expect(body).toMatchObject({ choices: [{ message: { content: 'Second.\n---\nMore.' } }] });
  });

  it('has no change to propose if no answer is recorded', async () => {
    const { status, body } = await ask('function: g');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      choices: [{ message: { content: 'No change: no answer is recorded for g, attempt 1.' } }],
    });
  });

  it('refuses requests that are not chat completions, and unknown paths', async () => {
    const post = (path: string, body: string) => fetch(server.url + path, { method: 'POST', body });
    expect((await post('/chat/completions', '{')).status).toBe(400);
    expect((await post('/chat/completions', '{}')).status).toBe(400);
    expect((await post('/embeddings', '{}')).status).toBe(404);
    expect((await fetch(`${server.url}/models`)).status).toBe(404);
  });

  it('does not start with an answer that lacks its front matter', async () => {
    await writeFile(join(folder, 'c.md'), 'Third.');
    await expect(startRecordedModel({ answersFolder: folder })).rejects.toMatchObject({
      code: 'recorded-answer/invalid',
    });
  });
});
