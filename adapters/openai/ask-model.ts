import OpenAI from 'openai';
import * as z from 'zod';
import { Unavailable } from '#core/errors.ts';
import { dollarsFor, type ModelPrices, type TokenCounts } from '#core/improvements/candidate/model-prices.ts';
import type { Usage } from '#core/improvements/candidate/spending.ts';
import { type ApiKey, withKey } from './api-key.ts';
import { refuse } from './refuse.ts';

export interface ModelOptions {
  /** The URL above `/chat/completions`: `https://api.openai.com/v1`. */
  readonly baseURL: string;
  readonly model: string;
  readonly apiKey: ApiKey;
  /** Milliseconds for the whole answer, including retries; starts again after a refused key was replaced. */
  readonly timeout: number;
  readonly maxTokens: number;
  /** By default none: what an answer costs is unknown. */
  readonly prices?: ModelPrices;
  /** Called before each request; if it throws, the request is not sent. Default: no limit. */
  readonly spend?: () => Promise<void>;
}

/**
 * @param count is called with what the answer cost, also if it is unusable.
 * @throws Unavailable if there is no answer, InvalidInput if the answer is unusable, and any error of `spend`.
 */
export type AskModel = (
  instructions: string,
  data: string,
  count?: (usage: Usage) => void,
) => Promise<string>;

const tokens = z.number().int().nonnegative();

const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  /** A server that says something else says nothing. */
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(null),
});

/** Uses the part of the chat completions API that every compatible server supports. */
export function createAskModel(options: ModelOptions): AskModel {
  const { model, timeout, maxTokens, prices = {} } = options;
  /** Reasoning models reject the older parameter name; detected once. */
  let limit: 'max_tokens' | 'max_completion_tokens' = 'max_tokens';

  async function askWith(key: string, ...[instructions, data, count]: Parameters<AskModel>): Promise<string> {
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
      const completion = await ask().catch((error: unknown) => {
        if (limit === 'max_completion_tokens' || !wantsTheOtherLimit(error)) throw error;
        limit = 'max_completion_tokens';
        return ask();
      });
      return contentOf(completion, (found) =>
        count?.({
          tokens: found && found.prompt + found.completion,
          dollars: dollarsFor(found, model, prices),
        }),
      );
    } catch (error) {
      throw asOutcome(error, signal.aborted, key, timeout);
    }
  }
  return async (...question) => {
    await options.spend?.();
    return withKey(options.apiKey, (key) => askWith(key, ...question));
  };
}

/** A client for one key: the key that was sent must be known, to remove it from the server's messages. */
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
    // By default, the library also sends headers from the environment, and follows redirects with the key.
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

function contentOf(completion: unknown, count: (tokens: TokenCounts | null) => void): string {
  const read = Completion.safeParse(completion);
  const choice = read.data?.choices[0];
  if (!read.data || !choice) {
    throw new Unavailable('The server is not a model: its response has no choices.', {
      code: 'model/not-a-model',
    });
  }
  const { usage } = read.data;
  count(usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : null);
  const { content, refusal } = choice.message;
  if (refusal || choice.finish_reason === 'content_filter') refuse('refused', 'The model refused to answer.');
  if (choice.finish_reason === 'length')
    refuse('truncated', 'The answer was cut off: it is longer than the limit.', { answer: content });
  if (!content?.trim()) refuse('empty', 'The answer is empty.');
  return content;
}

/** A server's message may repeat the key, so every message is checked before it is passed on. */
function asOutcome(error: unknown, isLate: boolean, apiKey: string, timeout: number): unknown {
  if (isLate || error instanceof OpenAI.APIConnectionTimeoutError) {
    return new Unavailable(`The model did not answer within ${timeout} ms.`, { code: 'model/timeout' });
  }
  if (error instanceof OpenAI.APIConnectionError) {
    return new Unavailable('The model cannot be reached.', { code: 'model/unreachable' });
  }
  if (error instanceof OpenAI.APIError) {
    const said = (apiKey ? error.message.replaceAll(apiKey, '[key]') : error.message).slice(0, 200);
    return new Unavailable(`The model's server responded with an error: ${said}.`, {
      code: error.status === 429 ? 'model/rate-limited' : 'model/error-status',
      data: { status: error.status },
    });
  }
  if (error instanceof SyntaxError) {
    return new Unavailable('The server is not a model: its response is not JSON.', {
      code: 'model/not-a-model',
    });
  }
  return error;
}
