import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAskModel, type ModelOptions } from '#adapters/openai/ask-model.ts';
import { Conflict, DomainError, InvalidInput, Unavailable } from '#core/errors.ts';
import type { Usage } from '#core/improvements/candidate/spending.ts';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
  /** Milliseconds. */
  readonly delay?: number;
}
interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

const key = 'sk-very-secret';
const servers: Server[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that sends these replies in turn, repeats the last one, and records its requests. */
async function serving(...replies: Reply[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ headers: request.headers, body: JSON.parse(await text(request)) });
    const reply = replies[Math.min(asked.length, replies.length) - 1];
    if (!reply) return void response.destroy();
    setTimeout(() => {
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    }, reply.delay ?? 0);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { asked, baseURL: `http://127.0.0.1:${port}/v1` };
}

function answer(content: string | null, finish = 'stop', refusal: string | null = null): Reply {
  return { body: { choices: [{ finish_reason: finish, message: { role: 'assistant', content, refusal } }] } };
}

function ask(options: Partial<ModelOptions> & { baseURL: string }): Promise<string> {
  return createAskModel({ model: 'm', apiKey: key, timeout: 5_000, maxTokens: 100, ...options })(
    'do',
    'data',
  );
}

/** What is counted while it is asked once. */
async function usagesOf(options: Partial<ModelOptions> & { baseURL: string }): Promise<readonly Usage[]> {
  const counted: Usage[] = [];
  const asked = createAskModel({ model: 'm', apiKey: key, timeout: 5_000, maxTokens: 100, ...options });
  await asked('do', 'data', (usage) => counted.push(usage)).catch(() => null);
  return counted;
}

async function failure(asking: Promise<string>): Promise<DomainError> {
  const error = await asking.then(
    () => new Error('It answered.'),
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) return error;
  throw error;
}

describe('asking a model', () => {
  it('sends instructions and data separately, in the form that every compatible server supports', async () => {
    const { baseURL, asked } = await serving(answer('Yes.'));
    expect(await ask({ baseURL })).toBe('Yes.');
    expect(asked.map(({ body }) => body)).toEqual([
      {
        model: 'm',
        max_tokens: 100,
        messages: [
          { role: 'system', content: 'do' },
          { role: 'user', content: 'data' },
        ],
      },
    ]);
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it('counts the tokens that the server tells, at the price that is configured', async () => {
    const usage = { prompt_tokens: 1_200, completion_tokens: 340, total_tokens: 1_540 };
    const { baseURL } = await serving({ body: { ...(answer('Yes.').body as object), usage } });
    expect(await usagesOf({ baseURL, prices: { m: { prompt: 2, completion: 8 } } })).toEqual([
      { tokens: 1_540, dollars: expect.closeTo(0.00512, 8) },
    ]);
    expect(await usagesOf({ baseURL })).toEqual([{ tokens: 1_540, dollars: null }]);
  });

  it.each([
    {},
    null,
    { prompt_tokens: 'many' },
    { prompt_tokens: 5 },
    { prompt_tokens: -1, completion_tokens: 2 },
  ])('calls the tokens unknown if the server says %j', async (usage) => {
    const { baseURL } = await serving({ body: { ...(answer('Yes.').body as object), usage } });
    expect(await usagesOf({ baseURL })).toEqual([{ tokens: null, dollars: null }]);
  });

  it('counts an answer that is of no use, too', async () => {
    const { baseURL } = await serving(answer('half of', 'length'));
    expect(await usagesOf({ baseURL })).toEqual([{ tokens: null, dollars: null }]);
  });

  it('reads nothing from the environment, and sends no key if there is none', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-somebody-else');
    vi.stubEnv('OPENAI_ORG_ID', 'an-organization');
    vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:9/v1');
    vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'x-custom: 1');
    const { baseURL, asked } = await serving(answer('Yes.'));
    await ask({ baseURL, apiKey: '' });
    expect(asked[0]?.headers).not.toHaveProperty('authorization');
    expect(asked[0]?.headers).not.toHaveProperty('x-custom');
    expect(asked[0]?.headers).not.toHaveProperty('openai-organization');
  });

  it("uses the limit's name for reasoning models once they require it, and remembers", async () => {
    const error = { message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead." };
    const { baseURL, asked } = await serving({ status: 400, body: { error } }, answer('Yes.'));
    const model = createAskModel({ baseURL, model: 'm', apiKey: key, timeout: 5_000, maxTokens: 100 });
    await model('do', 'data');
    await model('do', 'data');
    expect(asked.map(({ body }) => [body.max_tokens, body.max_completion_tokens])).toEqual([
      [100, undefined],
      [undefined, 100],
      [undefined, 100],
    ]);
  });

  it.each<[string, string, Reply]>([
    [
      'a page with status 200',
      'model/not-a-model',
      { headers: { 'content-type': 'text/html' }, body: '<html>Hi</html>' },
    ],
    ['broken JSON', 'model/not-a-model', { body: '{"choices": [' }],
    ['JSON of another kind', 'model/not-a-model', { body: { ok: true } }],
    ['no choices', 'model/not-a-model', { body: { choices: [] } }],
    [
      'a refused key',
      'model/error-status',
      { status: 401, body: { error: { message: `Wrong key ${key}` } } },
    ],
    [
      'an unknown model',
      'model/error-status',
      { status: 404, body: { error: { message: 'no such model' } } },
    ],
  ])('calls the model unavailable on %s', async (_, code, reply) => {
    const { baseURL } = await serving(reply);
    const error = await failure(ask({ baseURL }));
    expect(error).toBeInstanceOf(Unavailable);
    expect(error.code).toBe(code);
    expect(JSON.stringify([error.message, error.data, error.cause])).not.toContain(key);
  });

  it('does not send the key to the target of a redirect', async () => {
    const elsewhere = await serving(answer('Give me the key.'));
    const location = `${elsewhere.baseURL}/chat/completions`;
    const { baseURL } = await serving({ status: 307, headers: { location }, body: '' });
    expect((await failure(ask({ baseURL }))).code).toBe('model/unreachable');
    expect(elsewhere.asked).toEqual([]);
  });

  it('tries again after throttling, and reports throttling that persists', async () => {
    const limited = {
      status: 429,
      headers: { 'retry-after-ms': '1' },
      body: { error: { message: 'slow down' } },
    };
    const patient = await serving(limited, answer('Yes.'));
    expect(await ask({ baseURL: patient.baseURL })).toBe('Yes.');
    const { baseURL, asked } = await serving(limited);
    expect((await failure(ask({ baseURL }))).code).toBe('model/rate-limited');
    expect(asked).toHaveLength(3);
  });

  it('cannot reach a server that is down', async () => {
    expect((await failure(ask({ baseURL: 'http://127.0.0.1:9/v1' }))).code).toBe('model/unreachable');
  });

  it('waits no longer than the timeout, including retries', async () => {
    const { baseURL } = await serving({ ...answer('Too late.'), delay: 2_000 });
    const began = performance.now();
    expect((await failure(ask({ baseURL, timeout: 150 }))).code).toBe('model/timeout');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each<[string, string, Reply]>([
    ['is cut off', 'model/truncated', answer('function f() {', 'length')],
    ['is empty', 'model/empty', answer(' ')],
    ['has no text', 'model/empty', answer(null)],
    ['is a refusal', 'model/refused', answer(null, 'stop', 'I cannot do that.')],
    ['was filtered', 'model/refused', answer('half', 'content_filter')],
  ])('cannot use an answer that %s', async (_, code, reply) => {
    const { baseURL } = await serving(reply);
    const error = await failure(ask({ baseURL }));
    expect(error).toBeInstanceOf(InvalidInput);
    expect(error).toMatchObject({ code, fault: 'dependency' });
  });
});

describe('a key that changes', () => {
  const refused = { status: 401, body: { error: { message: 'Incorrect API key provided: sk-1.' } } };

  /** The keys in turn: the next one for each request of a fresh key. */
  function keys(...values: string[]) {
    const read: boolean[] = [];
    const apiKey = async (options?: { readonly fresh: boolean }) => {
      read.push(options?.fresh ?? false);
      return values[Math.min(read.filter(Boolean).length, values.length - 1)] ?? '';
    };
    return { apiKey, read };
  }
  const authorizations = (asked: readonly Asked[]) => asked.map(({ headers }) => headers.authorization);

  it('is requested before each request to the model', async () => {
    const { baseURL, asked } = await serving(answer('Yes.'));
    const { apiKey, read } = keys('sk-1');
    const model = createAskModel({ baseURL, model: 'm', apiKey, timeout: 5_000, maxTokens: 100 });
    await model('do', 'data');
    await model('do', 'data');
    expect(read).toEqual([false, false]);
    expect(authorizations(asked)).toEqual(['Bearer sk-1', 'Bearer sk-1']);
  });

  it('is read again after it was refused, and the request is repeated with the new one', async () => {
    const { baseURL, asked } = await serving(refused, answer('Yes.'));
    const { apiKey, read } = keys('sk-1', 'sk-2');
    expect(await ask({ baseURL, apiKey })).toBe('Yes.');
    expect(read).toEqual([false, true]);
    expect(authorizations(asked)).toEqual(['Bearer sk-1', 'Bearer sk-2']);
  });

  it('is given up if the fresh one is refused too', async () => {
    const { baseURL, asked } = await serving(refused);
    const { apiKey, read } = keys('sk-1', 'sk-2', 'sk-3');
    const error = await failure(ask({ baseURL, apiKey }));
    expect(error).toMatchObject({ code: 'model/error-status', data: { status: 401 } });
    expect(read).toEqual([false, true]);
    expect(asked).toHaveLength(2);
  });

  it('is not tried again if it was not replaced', async () => {
    const { baseURL, asked } = await serving(refused);
    const error = await failure(ask({ baseURL, apiKey: keys('sk-1').apiKey }));
    expect(error.message).toContain('Incorrect API key provided: [key].');
    expect(asked).toHaveLength(1);
  });

  it("fails with its reader's error if it cannot be read", async () => {
    const { baseURL, asked } = await serving(answer('Yes.'));
    const unset = new InvalidInput('the secret has no value yet.', { code: 'secret/not-set' });
    expect(await failure(ask({ baseURL, apiKey: () => Promise.reject(unset) }))).toBe(unset);
    expect(asked).toEqual([]);
  });
});

it('is not called once the budget is spent', async () => {
  const { asked, baseURL } = await serving(answer('an answer'));
  const spent = new Conflict('the budget is spent.', { code: 'model/budget-spent' });
  let isSpent = false;
  const options = { baseURL, spend: async () => (isSpent ? Promise.reject(spent) : undefined) };

  await expect(ask(options)).resolves.toBe('an answer');
  isSpent = true;
  await expect(ask(options)).rejects.toBe(spent);
  expect(asked).toHaveLength(1);
});
