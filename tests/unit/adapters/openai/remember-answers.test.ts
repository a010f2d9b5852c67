import { expect, it } from 'vitest';
import type { AskModel } from '#adapters/openai/ask-model.ts';
import { rememberAnswers } from '#adapters/openai/remember-answers.ts';
import { InvalidInput } from '#core/errors.ts';
import type { Usage } from '#core/improvements/candidate/spending.ts';
import { memoryArtifacts } from '../../../support/memory-artifacts.ts';

/** A model that gives another answer each time, for ten tokens. */
function countingModel() {
  const asked: string[] = [];
  const ask: AskModel = async (instructions, data, count) => {
    asked.push(`${instructions}/${data}`);
    count?.({ tokens: 10, dollars: null });
    if (data === 'bad') throw new InvalidInput('It is cut off.', { code: 'model/truncated' });
    return `answer ${asked.length}`;
  };
  return { asked, ask };
}

async function answered(ask: AskModel, ...question: [string, string]) {
  const usages: Usage[] = [];
  const text = await ask(...question, (usage) => usages.push(usage)).catch((error: Error) => error.message);
  return { text, usages };
}

it('asks the same question once, and counts its cost each time that it is answered', async () => {
  const { asked, ask } = countingModel();
  const artifacts = memoryArtifacts();
  const first = { text: 'answer 1', usages: [{ tokens: 10, dollars: null }] };
  expect(await answered(rememberAnswers(ask, 'm', artifacts), 'do', 'this')).toEqual(first);
  expect(await answered(rememberAnswers(ask, 'm', artifacts), 'do', 'this')).toEqual(first);
  expect(asked).toEqual(['do/this']);
});

it('asks again if the model, the instructions or the data are others', async () => {
  const { asked, ask } = countingModel();
  const artifacts = memoryArtifacts();
  await answered(rememberAnswers(ask, 'm', artifacts), 'do', 'this');
  await answered(rememberAnswers(ask, 'other', artifacts), 'do', 'this');
  await answered(rememberAnswers(ask, 'm', artifacts), 'dot', 'his');
  await answered(rememberAnswers(ask, 'm', artifacts), 'do', 'that');
  expect(asked).toHaveLength(4);
});

it('does not remember an answer of no use, and counts it', async () => {
  const { asked, ask } = countingModel();
  const remembering = rememberAnswers(ask, 'm', memoryArtifacts());
  const refused = { text: 'It is cut off.', usages: [{ tokens: 10, dollars: null }] };
  expect(await answered(remembering, 'do', 'bad')).toEqual(refused);
  expect(await answered(remembering, 'do', 'bad')).toEqual(refused);
  expect(asked).toHaveLength(2);
});
