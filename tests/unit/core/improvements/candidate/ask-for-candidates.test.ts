import { describe, expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { askForCandidates } from '#core/improvements/candidate/ask-for-candidates.ts';
import type { CandidateGenerator, GenerationRequest } from '#core/improvements/candidate/candidate.ts';
import { nothingSpent, type Usage } from '#core/improvements/candidate/spending.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { aService } from '../../../../support/service.ts';

const path = 'src/prices.ts';
const snapshot = { commit: 'a'.repeat(40), files: [{ path, text: 'slow();\n' }] };

function proposing(source: 'rule' | 'model', text: string) {
  const { title, rationale, function: name } = aCandidate();
  return { source, author: source, title, rationale, path, function: name, changes: [{ path, text }] };
}

/** Answers by idea; each answer of a model costs this. */
function generatorOf(
  source: 'rule' | 'model',
  answer: (request: GenerationRequest, turn: number) => string | null,
  usage: Usage = { tokens: 1_000, dollars: null },
): CandidateGenerator & { readonly asked: GenerationRequest[] } {
  const asked: GenerationRequest[] = [];
  return {
    source,
    asked,
    async propose(request) {
      const turn = asked.filter(({ idea }) => idea === request.idea).length;
      asked.push(request);
      if (source === 'model') request.count(usage);
      const text = answer(request, turn);
      return text === null ? null : proposing(source, text);
    },
  };
}

async function ask(
  generators: readonly CandidateGenerator[],
  policy: Partial<ReturnType<typeof aService>['manifest']['policy']> = {},
) {
  const { manifest } = aService();
  return askForCandidates(generators, {
    improvement: anImprovement({ status: 'generating', attempt: 1 }),
    manifest: { ...manifest, policy: { ...manifest.policy, ...policy } },
    patches: patchTools,
    snapshot,
    earlier: [],
  });
}

const textsOf = ({ made }: Awaited<ReturnType<typeof ask>>) =>
  made.map(({ patch }) => /^\+(?!\+)(.*)$/m.exec(patch)?.[1]);

describe('asking for candidates', () => {
  it('asks no model where one candidate is wanted and a rule has it', async () => {
    const model = generatorOf('model', () => 'quick();\n');
    const found = await ask([generatorOf('rule', () => 'ruled();\n'), model]);
    expect(textsOf(found)).toEqual(['ruled();']);
    expect(model.asked).toEqual([]);
    expect(found.spending).toEqual(nothingSpent);
  });

  it('gives each generator its share, and the model what the rules leave', async () => {
    const rule = generatorOf('rule', ({ idea }) => (idea === 0 ? 'ruled();\n' : null));
    const model = generatorOf('model', ({ idea }) => `quick(${idea});\n`);
    expect(textsOf(await ask([rule, model], { candidates: 3 }))).toEqual([
      'ruled();',
      'quick(0);',
      'quick(1);',
    ]);
    expect(model.asked.map(({ idea }) => idea)).toEqual([0, 1]);
  });

  it('has one candidate of two equal changes', async () => {
    const model = generatorOf('model', () => 'quick();\n');
    expect(textsOf(await ask([model], { candidates: 3 }))).toEqual(['quick();']);
  });

  it('shows a generator the answer that was refused, with the reason, in three turns at most', async () => {
    const model = generatorOf('model', () => {
      throw new InvalidInput('The code is cut off.', { code: 'model/x', data: { answer: 'const a =' } });
    });
    const found = await ask([model]);
    expect(model.asked.map(({ refused }) => refused)).toEqual([
      null,
      { text: 'const a =', reason: 'refused: The code is cut off.' },
      { text: 'const a =', reason: 'refused: The code is cut off.' },
    ]);
    expect(found).toMatchObject({ made: [], spending: { answers: 3, tokens: 3_000 } });
    expect(found.refused.map(({ outcome }) => outcome)).toEqual(
      Array(3).fill('refused: The code is cut off.'),
    );
  });

  it('buys no further answer once the budget of the improvement is spent', async () => {
    const model = generatorOf('model', () => 'slow();\n', { tokens: 600, dollars: null });
    const found = await ask([model], { budget: { tokens: 1_000 } });
    expect(model.asked).toHaveLength(2);
    expect(found.obstacles).toEqual([
      '2 answers of models cost 1200 tokens, and policy.budget.tokens is 1000',
    ]);
  });

  it('counts an answer of unknown cost as one of unknown cost', async () => {
    const model = generatorOf('model', () => 'quick();\n', { tokens: null, dollars: null });
    expect((await ask([model])).spending).toEqual({
      answers: 1,
      tokens: 0,
      dollars: 0,
      unknown: { tokens: 1, dollars: 1 },
    });
  });

  it('goes on with what it has if a generator cannot be asked, and says so', async () => {
    const away = generatorOf('model', ({ idea }) => {
      if (idea === 1) throw new Unavailable('The model cannot be reached.', { code: 'model/unreachable' });
      return 'quick();\n';
    });
    const found = await ask([away], { candidates: 2 });
    expect(textsOf(found)).toEqual(['quick();']);
    expect(found.obstacles).toMatchObject([{ code: 'model/unreachable' }]);
  });
});
