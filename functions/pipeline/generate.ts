import { createRuleGenerator } from '#adapters/ast-grep/rule-generator.ts';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { createModelGenerator } from '#adapters/openai/model-generator.ts';
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
  const rules = createRuleGenerator();
  if (!MODEL_URL) return [rules];
  const model = createModelGenerator({
    baseURL: MODEL_URL,
    model: MODEL_NAME,
    // The client insists on a key; servers on one machine want none.
    apiKey: MODEL_KEY ?? 'none',
    timeout: 120_000,
    maxTokens: 4_096,
  });
  return [rules, model];
});

export const handler = task(AboutImprovement, ({ improvementId }) =>
  generateCandidate(improvementId, {
    ...stores(),
    artifacts: artifacts(),
    generators: generators(),
    patches: patchTools,
  }),
);
