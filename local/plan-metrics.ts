import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type PlanPrice, planPrice } from '#adapters/cloudwatch/plan-price.ts';
import { type EndpointSeries, planQueries } from '#adapters/cloudwatch/plan-queries.ts';
import { lookedUp, region } from '#core/costs/prices.ts';
import { InvalidInput } from '#core/errors.ts';
import { readManifest } from './service/manifest/read-manifest.ts';
import { type Column, tableLines } from './table-lines.ts';

/** The metrics that are read from CloudWatch for a service, and their price per month. */
export interface MetricsPlan {
  readonly service: string;
  readonly everyMinutes: number;
  /** With one version. */
  readonly endpoints: readonly PlannedEndpoint[];
  readonly price: PlanPrice;
  /** During a rollout, with two versions. */
  readonly duringRollout: PlanPrice;
  readonly prices: { readonly lookedUp: string; readonly region: string };
}

interface PlannedEndpoint {
  readonly endpoint: string;
  readonly kind: EndpointSeries['kind'];
  readonly metricsRequested: number;
  readonly queries: number;
}

/**
 * Plans the collection that the `ironclaw.json` at the root of a repository describes.
 * @throws InvalidInput `service/no-manifest`, `service/invalid-manifest`, `metrics/none-declared`.
 */
export async function planMetrics(root: string, everyMinutes: number): Promise<MetricsPlan> {
  const path = join(root, 'ironclaw.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new InvalidInput(
      `${path} cannot be read; name the root of a service's repository with --service.`,
      {
        code: 'service/no-manifest',
        cause,
      },
    );
  });
  const { name, metrics: all } = readManifest(text, path);
  const metrics = all.filter((metric) => metric.kind !== 'prometheus');
  if (metrics.length === 0)
    throw new InvalidInput(
      `${path} names no metrics of CloudWatch; say under "metrics" where CloudWatch measures each endpoint.`,
      {
        code: 'metrics/none-declared',
      },
    );
  const planFor = (versions: number) =>
    planQueries(
      name,
      metrics,
      Array.from({ length: versions }, (_, i) => ({ name: `v${i + 1}`, deployedAs: `${i + 1}` })),
    );
  const plan = planFor(1);
  return {
    service: name,
    everyMinutes,
    endpoints: plan.map(plannedEndpoint),
    price: planPrice(plan, everyMinutes),
    duringRollout: planPrice(planFor(2), everyMinutes),
    prices: { lookedUp, region },
  };
}

const columns: readonly Column<PlannedEndpoint>[] = [
  { title: 'endpoint', cell: ({ endpoint }) => endpoint },
  { title: 'measured by', cell: ({ kind }) => kind },
  { title: 'metrics requested', cell: ({ metricsRequested }) => String(metricsRequested), isNumber: true },
  { title: 'statistics', cell: ({ queries }) => String(queries), isNumber: true },
];

/** For an operator's terminal. */
export function planLines({ endpoints, everyMinutes, price, duringRollout }: MetricsPlan): readonly string[] {
  const published = price.publishing;
  return [
    ...tableLines(columns, endpoints),
    '',
    `Reading ${price.metricsRequested} metrics every ${everyMinutes} minutes costs ${dollars(price.monthly)} a month, ` +
      `at the rate of a rollout ${dollars(duringRollout.monthly)}.`,
    `One statistic a query, every minute, would cost ${dollars(price.naive)}.`,
    ...(published > 0 ? [`The recorder's own metrics cost ${dollars(published)} a month besides.`] : []),
    `Prices of ${lookedUp}, ${region}.`,
  ];
}

function plannedEndpoint({ endpoint, kind, requests }: EndpointSeries): PlannedEndpoint {
  const queries = requests.reduce((sum, { statistics }) => sum + statistics.length, 0);
  return { endpoint, kind, metricsRequested: requests.length, queries };
}

const dollars = (amount: number) => `$${amount.toFixed(2)}`;
