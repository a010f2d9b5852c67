import type * as z from 'zod';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import { parseJson } from '#core/validation.ts';
import { type NativeHistogram, QueryResponse } from './query-response.ts';

/** One series of a range, by time in milliseconds since 1970. */
export interface SampledSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: ReadonlyMap<number, number>;
  /** Absent if it has no native histograms. */
  readonly histograms?: ReadonlyMap<number, NativeHistogram>;
}

/** The result of a range query: series, or the reason why there are no reliable ones. */
export type RangeResult =
  | { readonly series: readonly SampledSeries[] }
  /** A sentence for an operator. */
  | { readonly lacking: string };

export interface PrometheusServer {
  /** `https://prometheus.example:9090`, with a path if it is served below one. */
  readonly url: string;
  /** Milliseconds. */
  readonly timeout?: number;
}

const usualPatience = 20 * second;
/** Maximum size of a response: the buckets of 50 endpoints over three hours are smaller. */
const mostBytes = 32 << 20;
const step = 60;

/**
 * The values of an expression at each whole minute from `from` to `to`, both included, in milliseconds since 1970.
 * Prometheus' HTTP API, `/api/v1/query_range`.
 * @throws Unavailable `metrics/unreachable`, `metrics/throttled`, `metrics/credentials-refused`: no other query would succeed either.
 */
export async function queryRange(
  { url, timeout: patience = usualPatience }: PrometheusServer,
  query: string,
  from: number,
  to: number,
): Promise<RangeResult> {
  const form = { query, start: String(from / 1_000), end: String(to / 1_000), step: String(step) };
  const { status, text } = await post(`${url.replace(/\/+$/, '')}/api/v1/query_range`, form, patience);
  refuseStatus(status);
  const answer = answerIn(text, status);
  if (answer.status === 'error')
    return { lacking: `Prometheus refuses the query: ${answer.error.slice(0, 300)}` };
  if (answer.warnings?.length)
    return {
      lacking: `Prometheus warns that the response is partial: ${answer.warnings.join('; ').slice(0, 300)}`,
    };
  return {
    series: answer.data.result.map(({ metric: labels, values, histograms }) => ({
      labels,
      values: new Map(values.map(([seconds, value]) => [timeOf(seconds), Number(value)])),
      ...(histograms.length > 0
        ? { histograms: new Map(histograms.map(([seconds, histogram]) => [timeOf(seconds), histogram])) }
        : {}),
    })),
  };
}

/** Milliseconds since 1970. */
const timeOf = (seconds: number): number => Math.round(seconds * 1_000);

async function post(url: string, form: Record<string, string>, patience: number) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      // A response from another host would come from another server.
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    return { status: response.status, text: await limitedText(response) };
  } catch (cause) {
    if (cause instanceof Unavailable) throw cause;
    throw unreachable(`Prometheus cannot be reached at ${new URL(url).origin}`, cause);
  }
}

async function limitedText(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > mostBytes)
      throw unreachable(
        `Prometheus responded with more than ${mostBytes >> 20} MB; set labels that select less`,
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function refuseStatus(status: number): void {
  if (status === 401 || status === 403)
    throw new Unavailable(
      `Prometheus refuses access (${status}); a proxy in front of it requires credentials.`,
      {
        code: 'metrics/credentials-refused',
      },
    );
  if (status === 429)
    throw new Unavailable('Prometheus has too many queries at the moment; try again.', {
      code: 'metrics/throttled',
    });
  if (status >= 500 || status === 404) throw unreachable(`Prometheus responded with ${status}`);
}

function answerIn(text: string, status: number): z.infer<typeof QueryResponse> {
  try {
    return parseJson(QueryResponse, text, 'the answer', 'metrics/unreachable');
  } catch (cause) {
    throw unreachable(`the server is not Prometheus (status ${status})`, cause);
  }
}

const unreachable = (what: string, cause?: unknown) =>
  new Unavailable(`${what}; no measurements were read.`, { code: 'metrics/unreachable', cause });
