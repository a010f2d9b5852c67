import { afterAll, beforeAll, describe } from 'vitest';
import { createRuleGenerator } from '#adapters/ast-grep/rule-generator.ts';
import { createModelGenerator } from '#adapters/openai/model-generator.ts';
import { type RecordedModel, startRecordedModel } from '#local/model/recorded-model.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../../unit/sandbox/support/bubblewrap-here.ts';
import { behavesAsCandidateGenerator } from './candidate-generator.ts';
import { kioskAgent, kioskFix, kioskRequest } from './kiosk-agent.ts';
import { hot, requestFor } from './requests.ts';

const prices = {
  path: 'src/prices.ts',
  text: `export function prices(items: readonly { sku: string }[]): Record<string, number> {
  return items.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: 1 }), {});
}
`,
};

const delivery = {
  path: 'src/estimate.ts',
  text: `export async function deliveryEstimate(warehouse: Warehouse, lines: readonly CartLine[]) {
  const estimates: LineEstimate[] = [];
  for (const line of lines) estimates.push(await warehouse.stock(line.sku));
  return estimates;
}
`,
};

describe('the rule generator', () => {
  behavesAsCandidateGenerator(createRuleGenerator, requestFor([prices], [hot('prices', prices.path, 1)]));
});

describe('the model generator', () => {
  let server: RecordedModel;
  beforeAll(async () => {
    server = await startRecordedModel({ answersFolder: 'local/model/answers' });
  });
  afterAll(() => server.close());

  behavesAsCandidateGenerator(
    () =>
      createModelGenerator({
        baseURL: server.url,
        model: 'recorded',
        apiKey: '',
        timeout: 5_000,
        maxTokens: 2_000,
      }),
    requestFor([delivery], [hot('deliveryEstimate', delivery.path, 1)]),
  );
});

describe.skipIf(!bubblewrapIsHere)(`the generator of an operator's agent (${withoutBubblewrap})`, () => {
  behavesAsCandidateGenerator(() => kioskAgent(kioskFix), kioskRequest);
});
