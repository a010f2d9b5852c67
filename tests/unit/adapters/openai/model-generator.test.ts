import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createModelGenerator } from '#adapters/openai/model-generator.ts';
import type { Proposal } from '#core/improvements/candidate/candidate.ts';
import { hot, requestFor } from '../../../contract/candidate-generator/requests.ts';
import { better, block, files, improved, path } from './support/service.ts';

/** What the generator proposes if a model answers so. */
async function proposalAfter(content: string): Promise<Proposal | null> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ finish_reason: 'stop', message: { content } }] }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const generator = createModelGenerator({
      baseURL,
      model: 'm',
      apiKey: '',
      timeout: 5_000,
      maxTokens: 100,
    });
    return await generator.propose(requestFor(files, [hot('total', path, 4)]));
  } finally {
    server.close();
  }
}

it("proposes the answer's change, with its title and reasons", async () => {
  expect(await proposalAfter(block(better))).toEqual({
    source: 'model',
    author: 'm',
    title: 'Do it better',
    rationale: 'Because.',
    path,
    function: 'total',
    changes: [{ path, text: improved }],
  });
});

it('has no proposal if the model declines, so that the next generator is asked and not the same again', async () => {
  expect(await proposalAfter('No change: the function is already as fast as it can be.')).toBeNull();
});

it('says what is wrong with an answer that cannot be used', async () => {
  await expect(proposalAfter('I would use a map.')).rejects.toMatchObject({
    code: 'model/no-code',
    data: { answer: 'I would use a map.', author: 'm' },
  });
});
