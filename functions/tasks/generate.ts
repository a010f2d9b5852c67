import { patchTools } from '#adapters/diff/unified-diff.ts';
import { dynamoModelBudget } from '#adapters/dynamodb/model-budget.ts';
import type { ApiKey } from '#adapters/openai/api-key.ts';
import type { CandidateGenerator } from '#core/improvements/candidate/candidate.ts';
import { generateCandidate } from '#core/improvements/candidate/generate-candidate.ts';
import { ModelPrices } from '#core/improvements/candidate/model-prices.ts';
import { minute } from '#core/time.ts';
import { parseJson } from '#core/validation.ts';
import { artifacts } from '../composition/artifacts.ts';
import { readEnvironment } from '../composition/environment.ts';
import { once } from '../composition/once.ts';
import { table } from '../composition/stores.ts';
import { AboutImprovement, type TaskStores, task } from './middleware/task.ts';

/** Rules cost nothing and their safety has been argued; a model is used where there is a URL of one. */
const ownGenerators = once(() => {
  const { MODEL_URL } = readEnvironment('MODEL_URL');
  const rules = whenAsked('rule', async () => {
    const { createRuleGenerator } = await import('#adapters/ast-grep/rule-generator.ts');
    return createRuleGenerator();
  });
  return { rules, model: MODEL_URL ? whenAsked('model', () => modelAt(MODEL_URL)) : null };
});

/** Rules first, then the operator's agent if there is one, then the model if there is one. */
function generatorsFor(improvementId: string, records: TaskStores): readonly CandidateGenerator[] {
  const { rules, model } = ownGenerators();
  const { AGENT } = readEnvironment('AGENT');
  const agent =
    AGENT &&
    whenAsked('agent', async () => {
      const { agentFor } = await import('../composition/agent.ts');
      return agentFor(improvementId, AGENT, records);
    });
  return [rules, ...(agent ? [agent] : []), ...(model ? [model] : [])];
}

async function modelAt(baseURL: string): Promise<CandidateGenerator> {
  const { MODEL_NAME, MODEL_ASKS_PER_DAY, MODEL_MAX_TOKENS, MODEL_PRICES } = readEnvironment(
    'MODEL_NAME',
    'MODEL_ASKS_PER_DAY',
    'MODEL_MAX_TOKENS',
    'MODEL_PRICES',
  );
  const { createModelGenerator } = await import('#adapters/openai/model-generator.ts');
  return createModelGenerator({
    baseURL,
    model: MODEL_NAME,
    apiKey: await modelKey(),
    timeout: 2 * minute,
    maxTokens: MODEL_MAX_TOKENS,
    artifacts: artifacts(),
    prices: parseJson(ModelPrices, MODEL_PRICES, 'MODEL_PRICES', 'environment/invalid'),
    spend: dynamoModelBudget(table(), { asksPerDay: MODEL_ASKS_PER_DAY, now: Date.now }),
  });
}

async function modelKey(): Promise<ApiKey> {
  const { MODEL_KEY, MODEL_KEY_SECRET } = readEnvironment('MODEL_KEY', 'MODEL_KEY_SECRET');
  // The client requires a key; local servers need none.
  if (!MODEL_KEY_SECRET) return MODEL_KEY ?? 'none';
  const { readSecret } = await import('#adapters/secretsmanager/read-secret.ts');
  return readSecret({ id: MODEL_KEY_SECRET, setting: 'MODEL_KEY_SECRET' });
}

/** Parsers and the model client are large: they are loaded by the first request, not at each cold start. */
function whenAsked(
  source: CandidateGenerator['source'],
  load: () => Promise<CandidateGenerator>,
): CandidateGenerator {
  const generator = once(load);
  return { source, propose: async (request) => (await generator()).propose(request) };
}

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  generateCandidate(improvementId, {
    ...records,
    artifacts: artifacts(),
    generators: generatorsFor(improvementId, records),
    patches: patchTools,
  }),
);
