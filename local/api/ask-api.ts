import { InvalidInput, Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';

/** The API of an instance, and the right to use it. */
export interface ApiAccess {
  /** The API's address with its base path. */
  readonly api: string;
  readonly token: string;
}

const patience = 30 * second;

/**
 * Reads from the API. @param path with its query.
 * @throws Unavailable `api/unreachable` if there is no response, or not one of our API.
 * @throws InvalidInput `api/refused` with the API's message.
 */
export async function askApi<Answer>({ api, token }: ApiAccess, path: string): Promise<Answer> {
  const response = await fetch(`${api}${path}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    throw new Unavailable(`nothing responds at ${api}; is \`ironclaw up\` running, or is --api another?`, {
      code: 'api/unreachable',
      cause,
    });
  });
  const body = await bodyOf(response, api);
  if (response.ok) return body as Answer;
  throw new InvalidInput(
    `the API responded with ${response.status}: ${typeof body.detail === 'string' ? body.detail : 'and does not say why'}`,
    { code: 'api/refused' },
  );
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
