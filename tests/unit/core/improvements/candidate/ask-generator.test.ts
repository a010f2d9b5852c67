import { expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { askGenerator } from '#core/improvements/candidate/ask-generator.ts';
import type { EarlierAttempt } from '#core/improvements/candidate/candidate.ts';
import { generateCandidate } from '#core/improvements/candidate/generate-candidate.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aService } from '../../../../support/service.ts';

const path = 'src/prices.ts';
const snapshot = { commit: 'a'.repeat(40), files: [{ path, text: 'slow();\n' }] };
const { source, author, title, rationale, function: name } = aCandidate({ source: 'model', author: 'm' });
const proposing = (text: string) => ({
  source,
  author,
  title,
  rationale,
  path,
  function: name,
  changes: [{ path, text }],
});
const improvement = anImprovement({ status: 'generating', attempt: 2 });
const { manifest } = aService();
const refusedBefore: EarlierAttempt = {
  source,
  author,
  path,
  function: name,
  patch: patchTools.diff(path, 'slow();\n', 'quick();\n'),
  outcome: 'rejected in the sandbox: answers differ',
};

/** Proposes these texts, one at each request. */
function generatorOf(...texts: readonly string[]) {
  const asked: (readonly EarlierAttempt[])[] = [];
  return {
    asked,
    source,
    async propose({ earlier }: { earlier: readonly EarlierAttempt[] }) {
      const text = texts[asked.length];
      asked.push(earlier);
      return text === undefined ? null : proposing(text);
    },
  };
}

it('refuses a patch that was tried before, with what came of it', async () => {
  const question = { improvement, earlier: [refusedBefore], snapshot, manifest, patches: patchTools };
  expect(await askGenerator(generatorOf('quick();\n'), question)).toMatchObject({
    refused: {
      outcome: 'refused: the same change was tried before, and rejected in the sandbox: answers differ',
    },
  });
});

async function generate(...texts: readonly string[]) {
  const improvements = MemoryImprovements.of({ ...improvement, earlier: [refusedBefore] });
  const services = new MemoryServices();
  await services.save(aService());
  const generator = generatorOf(...texts);
  const artifacts = {
    read: async () => JSON.stringify(snapshot),
    write: async () => undefined,
    copy: async () => undefined,
    exists: async () => false,
  };
  const generators = [generator];
  const needs = { improvements, services, artifacts, generators, patches: patchTools, now: () => 1 };
  await generateCandidate(improvement.id, needs);
  return { asked: generator.asked, record: await improvements.load(improvement.id) };
}

it('a generator that repeats itself is told so, and its next change is tested', async () => {
  const { asked, record } = await generate('quick();\n', 'quicker();\n');
  expect(record).toMatchObject({ status: 'generated', attempt: 2 });
  expect(record.candidate?.patch).toContain('+quicker();');
  expect(asked.map((earlier) => earlier.length)).toEqual([1, 2]);
});

it('a generator that only repeats itself has no candidate', async () => {
  const { asked, record } = await generate('quick();\n', 'quick();\n', 'quick();\n', 'quicker();\n');
  expect(record.status).toBe('rejected');
  expect(record.reason).toContain('the same change was tried before');
  expect(asked).toHaveLength(3);
});

it('a generator whose proposal has no proper form is told why, and asked again', async () => {
  const { asked, record } = await generate('slow();\n', 'quicker();\n');
  expect(record).toMatchObject({ status: 'generated' });
  expect(asked[1]?.at(-1)?.outcome).toBe('refused: The proposal leaves src/prices.ts as it is.');
});
