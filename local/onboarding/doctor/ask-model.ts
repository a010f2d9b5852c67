import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { second } from '#core/time.ts';
import type { Row } from '../row.ts';

/** A model as `ironclaw up` gets it. */
export interface Model {
  readonly url: string;
  readonly name: string;
  readonly key?: string;
}

const patience = 20 * second;

/** Asks the model one tiny question. It costs a few tokens. */
export async function askModel(model: Model | null): Promise<Row> {
  if (model === null)
    return {
      what: 'model',
      found: 'none',
      verdict: 'none',
      detail:
        'Rules alone write fixes; OPENAI_API_KEY, or OPENAI_BASE_URL for a compatible server, brings one in.',
    };
  const found = `${model.name} at ${new URL(model.url).host}`;
  const client = new OpenAI({
    baseURL: model.url,
    apiKey: model.key ?? 'none',
    timeout: patience,
    maxRetries: 0,
  });
  try {
    const { choices } = await client.chat.completions.create({
      model: model.name,
      messages: [{ role: 'user', content: 'Answer with the word: yes' }],
    });
    if (choices?.[0]?.message.content)
      return { what: 'model', found, verdict: 'works', detail: 'It answers.' };
    return { what: 'model', found, verdict: 'partly', detail: 'It answered with nothing.' };
  } catch (error) {
    return { what: 'model', found, verdict: 'fails', detail: whyItFails(error, model) };
  }
}

/** What an operator can do about it: the key, the name, the quota and the address are told apart. */
function whyItFails(error: unknown, { name, url }: Model): string {
  if (error instanceof APIConnectionTimeoutError) return `It did not answer within ${patience / second} s.`;
  if (error instanceof APIConnectionError)
    return `Nothing answers at ${url}; set OPENAI_BASE_URL to the address of the API, which usually ends with /v1.`;
  if (!(error instanceof APIError)) return `It cannot be asked: ${(error as Error).message}`;
  const said = `(${error.status}: ${error.message.slice(0, 200)})`;
  switch (error.status) {
    case 401:
    case 403:
      return `The key in OPENAI_API_KEY is refused ${said}.`;
    case 404:
      return `There is no model ${name}, or no API at ${url}; name one with IRONCLAW_MODEL ${said}.`;
    case 429:
      return `The quota is used up, or requests come too fast ${said}.`;
    default:
      return `It fails ${said}.`;
  }
}
