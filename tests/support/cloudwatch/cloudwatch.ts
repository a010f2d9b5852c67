import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';

/** A query as sent over the wire. */
export interface WireQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

/** The body of GetMetricData. Times in seconds since 1970. */
export interface WireRequest {
  readonly MetricDataQueries: readonly WireQuery[];
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
}

export interface WireResult {
  readonly Id: string;
  readonly StatusCode?: string;
  readonly Timestamps?: readonly number[];
  readonly Values?: readonly unknown[];
  readonly Messages?: readonly { readonly Code: string; readonly Value: string }[];
}

/** A response; or an error's name with its status; or silence. */
export type WireAnswer =
  | { readonly MetricDataResults: readonly WireResult[]; readonly NextToken?: string }
  | { readonly error: string; readonly status: number }
  | 'silence';

type Answering = (request: WireRequest, nth: number) => WireAnswer;

export interface CloudWatch {
  /** The requests so far, oldest first. */
  readonly requests: readonly WireRequest[];
  readonly url: string;
  readonly client: CloudWatchClient;
  answering: Answering;
  stop(): Promise<void>;
}

/** A server on loopback that implements CloudWatch's protocol (AWS JSON 1.0) for the only operation in use. */
export async function startCloudWatch(answering: Answering): Promise<CloudWatch> {
  const requests: WireRequest[] = [];
  const server = createServer((req, res) => void serve(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cloudWatch: CloudWatch = {
    requests,
    url,
    client: clientOf(url),
    answering,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return cloudWatch;

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const request = JSON.parse(await text(req)) as WireRequest;
    const target = req.headers['x-amz-target'];
    if (target !== 'GraniteServiceVersion20100801.GetMetricData')
      throw new Error(`nobody asks for ${String(target)}`);
    requests.push(request);
    const answer = cloudWatch.answering(request, requests.length);
    if (answer === 'silence') return;
    const isError = 'error' in answer;
    res.writeHead(isError ? answer.status : 200, { 'content-type': 'application/x-amz-json-1.0' });
    res.end(
      JSON.stringify(isError ? { __type: `com.amazonaws#${answer.error}`, message: 'as asked' } : answer),
    );
  }
}

/**
 * A client as in production. A test of silence needs a shorter timeout, in milliseconds; with so short a timeout, a
 * response of hundreds of metrics would be too late on a busy machine.
 */
export function clientOf(endpoint: string, patience = 10_000): CloudWatchClient {
  return new CloudWatchClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: { requestTimeout: patience, throwOnRequestTimeout: true },
    maxAttempts: 3,
  });
}
