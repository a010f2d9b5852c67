import OpenAI from 'openai';
import * as z from 'zod';
import { Unavailable } from '#core/errors.ts';
import { type ApiKey, withKey } from './api-key.ts';
import { refuse } from './refuse.ts';

export interface ModelOptions {
  /** Where `/chat/completions` is found: `https://api.openai.com/v1`. */
  readonly baseURL: string;
  readonly model: string;
  readonly apiKey: ApiKey;
  /** Milliseconds for the whole answer, retries included; counted again after a refused key was replaced. */
  readonly timeout: number;
  readonly maxTokens: number;
  /** Called before each ask; one that throws keeps it from being made. Default: there is no limit. */
  readonly spend?: () => Promise<void>;
}

/** @throws Unavailable when no answer came, InvalidInput when the answer that came is of no use; what `spend` throws. */
export type AskModel = (instructions: string, data: string) => Promise<string>;

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
});

/** Speaks the part of the chat completions that every compatible server knows. */
export function createAskModel(options: ModelOptions): AskModel {
  const { model, timeout, maxTokens } = options;
  /** Reasoning models refuse the older name; found out once. */
  let limit: 'max_tokens' | 'max_completion_tokens' = 'max_tokens';

  async function askWith(key: string, instructions: string, data: string): Promise<string> {
    const client = createClient(key, options);
    const signal = AbortSignal.timeout(timeout);
    const ask = (): Promise<unknown> =>
      client.chat.completions.create(
        {
          model,
          messages: [
            { role: 'system', content: instructions },
            { role: 'user', content: data },
          ],
          [limit]: maxTokens,
        },
        { signal },
      );
    try {
      return contentOf(
        await ask().catch((error: unknown) => {
          if (limit === 'max_completion_tokens' || !wantsTheOtherLimit(error)) throw error;
          limit = 'max_completion_tokens';
          return ask();
        }),
      );
    } catch (error) {
      throw asOutcome(error, signal.aborted, key, timeout);
    }
  }
  return async (instructions, data) => {
    await options.spend?.();
    return withKey(options.apiKey, (key) => askWith(key, instructions, data));
  };
}

/** A client for one key, since the key that was sent must be known to take it out of what the server says. */
function createClient(apiKey: string, { baseURL, timeout }: ModelOptions): OpenAI {
  return new OpenAI({
    baseURL,
    apiKey: apiKey || 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    timeout,
    maxRetries: 2,
    logLevel: 'off',
    // The library would also send headers that it finds in the environment, and follow a redirect with the key.
    fetch: (url, init) => {
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const authorization: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
      return fetch(url, { ...init, headers: { ...headers, ...authorization }, redirect: 'error' });
    },
  });
}

function wantsTheOtherLimit(error: unknown): boolean {
  return error instanceof OpenAI.BadRequestError && error.message.includes('max_completion_tokens');
}

function contentOf(completion: unknown): string {
  const read = Completion.safeParse(completion);
  const choice = read.data?.choices[0];
  if (!choice) {
    throw new Unavailable('What answered is not a model: the answer has no choices.', {
      code: 'model/not-a-model',
    });
  }
  const { content, refusal } = choice.message;
  if (refusal || choice.finish_reason === 'content_filter') refuse('refused', 'The model refused to answer.');
  if (choice.finish_reason === 'length')
    refuse('truncated', 'The answer was cut off: it is longer than the limit.');
  if (!content?.trim()) refuse('empty', 'The answer is empty.');
  return content;
}

/** Whatever a server says may repeat the key, so that nothing it says goes on unread. */
function asOutcome(error: unknown, isLate: boolean, apiKey: string, timeout: number): unknown {
  if (isLate || error instanceof OpenAI.APIConnectionTimeoutError) {
    return new Unavailable(`The model did not answer within ${timeout} ms.`, { code: 'model/timeout' });
  }
  if (error instanceof OpenAI.APIConnectionError) {
    return new Unavailable('The model cannot be reached.', { code: 'model/unreachable' });
  }
  if (error instanceof OpenAI.APIError) {
    const said = (apiKey ? error.message.replaceAll(apiKey, '[key]') : error.message).slice(0, 200);
    return new Unavailable(`The model's server answered with an error: ${said}.`, {
      code: error.status === 429 ? 'model/rate-limited' : 'model/error-status',
      data: { status: error.status },
    });
  }
  if (error instanceof SyntaxError) {
    return new Unavailable('What answered is not a model: the answer is not JSON.', {
      code: 'model/not-a-model',
    });
  }
  return error;
}
