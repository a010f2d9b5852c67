import { InvalidInput, Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';

/** The API of an instance, and the right to use it. */
export interface ApiAccess {
  /** The API's address with its base path. */
  readonly api: string;
  readonly token: string;
}

const patience = 30 * second;

/** A service behind the API is away, or requests come too fast: the same request may succeed later. */
const passing: readonly number[] = [429, 503];

/**
 * Reads from the API, or posts a body to it. @param path with its query.
 * @throws Unavailable `api/unreachable` if there is no response, or not one of our API; `api/busy` if it may work later.
 * @throws InvalidInput `api/refused` with the API's message.
 */
export async function askApi<Answer>(
  { api, token }: ApiAccess,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${api}${path}`, {
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    throw new Unavailable(`nothing responds at ${api}; is \`ironclaw up\` running, or is --api another?`, {
      code: 'api/unreachable',
      cause,
    });
  });
  const answer = await bodyOf(response, api);
  if (response.ok) return answer as Answer;
  const { status } = response;
  const why = typeof answer.detail === 'string' ? answer.detail : 'and does not say why';
  const message = `the API responded with ${status}: ${why}`;
  if (passing.includes(status)) throw new Unavailable(message, { code: 'api/busy' });
  throw new InvalidInput(message, { code: 'api/refused', data: { status } });
}

async function bodyOf(response: Response, api: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch (cause) {
    throw new Unavailable(`${api} responded with ${response.status} and no JSON: it is not our API.`, {
      code: 'api/unreachable',
      cause,
    });
  }
}
