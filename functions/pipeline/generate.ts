import { patchTools } from '#adapters/diff/unified-diff.ts';
import type { CandidateGenerator } from '#core/improvements/candidate.ts';
import { generateCandidate } from '#core/improvements/generate-candidate.ts';
import { readEnvironment } from '../environment.ts';
import { once } from '../once.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { AboutImprovement, task } from './task.ts';

/** Rules first: they cost nothing and their safety has been argued. Without a model's address they are alone. */
const generators = once((): readonly CandidateGenerator[] => {
  const { MODEL_URL, MODEL_NAME, MODEL_KEY } = readEnvironment('MODEL_URL', 'MODEL_NAME', 'MODEL_KEY');
  const rules = whenAsked('rule', async () => {
    const { createRuleGenerator } = await import('#adapters/ast-grep/rule-generator.ts');
    return createRuleGenerator();
  });
  if (!MODEL_URL) return [rules];
  const model = whenAsked('model', async () => {
    const { createModelGenerator } = await import('#adapters/openai/model-generator.ts');
    return createModelGenerator({
      baseURL: MODEL_URL,
      model: MODEL_NAME,
      // The client insists on a key; servers on one machine want none.
      apiKey: MODEL_KEY ?? 'none',
      timeout: 120_000,
      maxTokens: 4_096,
    });
  });
  return [rules, model];
});

/** Parsers and a model's client are large: they are loaded by the first request, not by each cold start. */
function whenAsked(
  source: CandidateGenerator['source'],
  load: () => Promise<CandidateGenerator>,
): CandidateGenerator {
  const generator = once(load);
  return { source, propose: async (request) => (await generator()).propose(request) };
}

export const handler = task(AboutImprovement, ({ improvementId }) =>
  generateCandidate(improvementId, {
    ...stores(),
    artifacts: artifacts(),
    generators: generators(),
    patches: patchTools,
  }),
);
