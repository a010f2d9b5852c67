import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { listenSecretly } from '../processes/listen.ts';
import { respond } from '../processes/respond.ts';
import { type RecordedAnswer, readAnswers } from './recorded-answers.ts';

export interface RecordedModelOptions {
  /** Where the answers lie: `*.md`, each with its front matter. */
  readonly answersFolder: string;
}

export interface RecordedModel {
  /** The base URL for clients: `http://127.0.0.1:41234/<secret>/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

const Request = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).min(1),
});

/**
 * Serves `POST /v1/chat/completions` from recorded answers, so that the whole loop runs without a model and without a key.
 * The answer is chosen by the function and the number of earlier attempts in the prompt.
 */
export async function startRecordedModel(options: RecordedModelOptions): Promise<RecordedModel> {
  const answers = await readAnswers(options.answersFolder);
  const server = createServer(
    respond('the recorded model', (request, response) => reply(request, response, answers)),
  );
  const { url, close } = await listenSecretly(server);
  return { url: `${url}/v1`, close };
}

async function reply(
  request: IncomingMessage,
  response: ServerResponse,
  answers: readonly RecordedAnswer[],
): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    return sendError(response, 404, 'unknown_url', `There is no ${request.method} ${request.url} here.`);
  }
  const asked = Request.safeParse(jsonOrUndefined(await text(request)));
  if (!asked.success)
    return sendError(response, 400, 'invalid_request', 'This is not a chat completion request.');
  const prompt = asked.data.messages.map(({ content }) => content).join('\n');
  const wanted = wantedBy(prompt);
  const answer = answers.find(
    (known) => known.function === wanted.function && known.attempt === wanted.attempt,
  );
  send(response, 200, completion(answer ?? noChange(wanted, asked.data.model), prompt));
}

function wantedBy(prompt: string): { function: string; attempt: number } {
  const earlier = prompt.match(/^<data name="earlier attempt \d+">$/gm) ?? [];
  return { function: /^function: (\S+)$/m.exec(prompt)?.[1] ?? 'no function', attempt: earlier.length + 1 };
}

/** As a model says that it has no fix. */
const noChange = (wanted: Pick<RecordedAnswer, 'function' | 'attempt'>, model: string): RecordedAnswer => ({
  ...wanted,
  model,
  text: `No change: no answer is recorded for ${wanted.function}, attempt ${wanted.attempt}.`,
});

/** Tokens are counted as four characters each: near enough for a bill of nothing. */
function completion({ model, text, attempt, ...answer }: RecordedAnswer, prompt: string) {
  const [asked, said] = [Math.ceil(prompt.length / 4), Math.ceil(text.length / 4)];
  return {
    id: `chatcmpl-${answer.function}-${attempt}`,
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        logprobs: null,
        message: { role: 'assistant', content: text, refusal: null },
      },
    ],
    usage: { prompt_tokens: asked, completion_tokens: said, total_tokens: asked + said },
  };
}

function sendError(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, { error: { message, type: 'invalid_request_error', param: null, code } });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function jsonOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
