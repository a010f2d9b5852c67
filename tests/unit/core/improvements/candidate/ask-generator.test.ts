import { expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { InvalidInput } from '#core/errors.ts';
import { askGenerator } from '#core/improvements/candidate/ask-generator.ts';
import type { TriedChange } from '#core/improvements/candidate/candidate.ts';
import { generateCandidate } from '#core/improvements/candidate/generate-candidate.ts';
import { inNameOf } from '#core/improvements/candidate/in-name-of.ts';
import { patchKey, readPatch } from '#core/improvements/candidate/stored-patch.ts';
import { jobFolder } from '#core/improvements/job-folder.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';
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
const patchBefore = patchTools.diff(path, 'slow();\n', 'quick();\n');
const refusedBefore: TriedChange = {
  source,
  author,
  path,
  function: name,
  hash: patchTools.hash(patchBefore),
  patch: patchBefore,
  outcome: 'rejected in the sandbox: answers differ',
};

/** Proposes these texts, one at each request. */
function generatorOf(...texts: readonly string[]) {
  const asked: (readonly TriedChange[])[] = [];
  return {
    asked,
    source,
    async propose({ earlier }: { earlier: readonly TriedChange[] }) {
      const text = texts[asked.length];
      asked.push(earlier);
      return text === undefined ? null : proposing(text);
    },
  };
}

it('refuses a patch that was tried before, with what came of it', async () => {
  const question = {
    improvement,
    earlier: [refusedBefore],
    snapshot,
    manifest,
    patches: patchTools,
    idea: 0,
    refused: null,
    count: () => undefined,
  };
  expect(await askGenerator(generatorOf('quick();\n'), question)).toMatchObject({
    refused: {
      outcome: 'refused: the same change was tried before, and rejected in the sandbox: answers differ',
    },
  });
});

it('accepts a change that was proven before, and only was not chosen', async () => {
  const earlier = [{ ...refusedBefore, ended: { decision: 'not-chosen', by: null, at: 1 } } as const];
  const question = { improvement, earlier, snapshot, manifest, patches: patchTools, idea: 0, refused: null };
  const answer = await askGenerator(generatorOf('quick();\n'), { ...question, count: () => undefined });
  expect(answer).toMatchObject({ candidate: { hash: refusedBefore.hash } });
});

async function generate(...texts: readonly string[]) {
  const { patch, ...attempt } = refusedBefore;
  const improvements = MemoryImprovements.of({ ...improvement, earlier: [attempt] });
  const services = new MemoryServices();
  await services.save(aService());
  const generator = generatorOf(...texts);
  const artifacts = memoryArtifacts();
  await artifacts.write(`${jobFolder(improvement, 'scan')}/out/snapshot.json`, JSON.stringify(snapshot));
  await artifacts.write(patchKey(refusedBefore.hash ?? ''), patch);
  const generators = [generator];
  const needs = { improvements, services, artifacts, generators, patches: patchTools, now: () => 1 };
  await generateCandidate(improvement.id, needs);
  return { asked: generator.asked, record: await improvements.load(improvement.id), artifacts };
}

it('a generator that repeats itself is told so, and its next change is tested', async () => {
  const { asked, record, artifacts } = await generate('quick();\n', 'quicker();\n');
  expect(record).toMatchObject({ status: 'generated', attempt: 2 });
  expect(await readPatch(artifacts, record.candidate?.hash ?? '')).toContain('+quicker();');
  expect(asked.map((earlier) => earlier.length)).toEqual([1, 2]);
});

it('shows a generator the patch of each earlier attempt, also in later attempts, and keeps none in the record', async () => {
  const { asked, record } = await generate('quick();\n', 'quicker();\n');
  expect(asked[0]?.[0]?.patch).toBe(refusedBefore.patch);
  expect(record.earlier.map(({ hash }) => hash)).toEqual([refusedBefore.hash, refusedBefore.hash]);
  expect(JSON.stringify(record)).not.toContain('+quick');
});

it('a generator that only repeats itself has no candidate', async () => {
  const { asked, record } = await generate('quick();\n', 'quick();\n', 'quick();\n', 'quicker();\n');
  expect(record.status).toBe('rejected');
  expect(record.reason).toContain('the same change was tried before');
  expect(asked).toHaveLength(3);
});

it('a refusal that is always the same is said once', async () => {
  const { record } = await generate('slow();\n', 'slow();\n', 'slow();\n');
  expect(record.reason.split('leaves src/prices.ts as it is')).toHaveLength(2);
  expect(record.reason).not.toContain('..');
});

it('what was refused is on record as no attempt', async () => {
  const { record } = await generate('slow();\n');
  expect(record.earlier.at(-1)?.ended).toEqual({ decision: 'refused', by: null, at: 1 });
});

it('asks the generator first that is expected to succeed at the service', async () => {
  const asked: string[] = [];
  const generators = (['rule', 'model'] as const).map((kind) => ({
    source: kind,
    propose: async () => {
      asked.push(kind);
      return null;
    },
  }));
  const failing = anImprovement({
    id: 'earlier',
    status: 'rejected',
    earlier: Array.from({ length: 4 }, () => ({
      ...refusedBefore,
      source: 'rule' as const,
      ended: { decision: 'rejected', by: 'calls', at: anImprovement().createdAt },
    })),
  });
  const services = new MemoryServices();
  await services.save(aService());
  const artifacts = memoryArtifacts();
  await artifacts.write('jobs/scan/shop-get-prices-1/2/out/snapshot.json', JSON.stringify(snapshot));
  const improvements = MemoryImprovements.of(improvement, failing);
  await generateCandidate(improvement.id, {
    improvements,
    services,
    artifacts,
    generators,
    patches: patchTools,
    now: () => anImprovement().createdAt,
  });
  expect(asked).toEqual(['model', 'rule']);
});

it('a generator whose proposal has no proper form is told why, and asked again', async () => {
  const { asked, record } = await generate('slow();\n', 'quicker();\n');
  expect(record).toMatchObject({ status: 'generated' });
  expect(asked[1]?.at(-1)?.outcome).toBe('refused: The proposal leaves src/prices.ts as it is.');
});

it('what was refused is on record under the name of whom was asked', async () => {
  const propose = () =>
    inNameOf('model-7', async () => {
      throw new InvalidInput('The answer is empty.', { code: 'model/empty' });
    });
  const question = {
    improvement,
    earlier: [],
    snapshot,
    manifest,
    patches: patchTools,
    idea: 0,
    refused: null,
  };
  const answer = await askGenerator({ source, propose }, { ...question, count: () => undefined });
  expect(answer).toMatchObject({ refused: { author: 'model-7', outcome: 'refused: The answer is empty.' } });
});
