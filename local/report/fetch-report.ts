import { InvalidInput, Unavailable } from '#core/errors.ts';
import type { PerformanceReport } from '#core/performance/report/performance-report.ts';
import { second } from '#core/time.ts';

export interface FetchReport {
  /** The API's address with its base path. */
  readonly api: string;
  readonly token: string;
  readonly service: string;
  readonly hours: number;
}

const patience = 30 * second;

/**
 * Fetches the performance report of a service.
 * @throws Unavailable `report/unreachable` if there is no response, or not one of our API.
 * @throws InvalidInput `report/refused` with the API's message.
 */
export async function fetchReport({ api, token, service, hours }: FetchReport): Promise<PerformanceReport> {
  const query = new URLSearchParams({ service, hours: String(hours) });
  const response = await fetch(`${api}/performance/report?${query.toString()}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patience),
  }).catch((cause: unknown) => {
    throw new Unavailable(`nothing responds at ${api}; is \`ironclaw up\` running, or is --api another?`, {
      code: 'report/unreachable',
      cause,
    });
  });
  const body = await bodyOf(response, api);
  if (response.ok) return body as unknown as PerformanceReport;
  throw new InvalidInput(
    `the API responded with ${response.status}: ${typeof body.detail === 'string' ? body.detail : 'and does not say why'}`,
    {
      code: 'report/refused',
    },
  );
}

async function bodyOf(response: Response, api: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await response.json()) as Record<string, unknown>;
  } catch (cause) {
    throw new Unavailable(`${api} responded with ${response.status} and no JSON: it is not our API.`, {
      code: 'report/unreachable',
      cause,
    });
  }
}
