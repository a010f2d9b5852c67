import * as z from 'zod';
import { type CallGraph, callGraph } from '#core/performance/diagnosis/call-graph.ts';
import type { TimeSeries } from '#core/performance/diagnosis/excess.ts';
import { explainRootCause } from '#core/performance/diagnosis/explain-root-cause.ts';
import {
  type Incident,
  type ObservedService,
  rankRootCauses,
  type ServiceSeries,
} from '#core/performance/diagnosis/rank-root-causes.ts';
import { parseJson } from '#core/validation.ts';

/** Series by service and `METRIC.STATISTIC`: `latency.avg` in seconds, `requests.sum`, `availability.avg` in percent. */
const Metrics = z.record(z.string(), z.record(z.string(), z.array(z.number().nullable())));
const Scenarios = z.record(
  z.string(),
  z.object({
    edges: z.array(z.tuple([z.string(), z.string()])),
    baseline: z.object({ metrics: Metrics }).nullable().default(null),
  }),
);
const Incidents = z.object({
  issues: z.array(
    z.object({
      id: z.string(),
      scenario: z.string(),
      target: z.object({
        service: z.string(),
        metric: z.enum(['latency', 'availability']),
        statistic: z.string(),
      }),
      /** Number of rows before the incident. */
      preRows: z.number().int().min(0),
      metrics: Metrics,
    }),
  ),
});
type Issue = z.infer<typeof Incidents>['issues'][number];

/** Runs the product's diagnosis on incidents. Returns by id the suspected services in order, or a sentence on each. */
export function backtestDiagnosis(
  scenariosText: string,
  incidentsText: string,
  { explains }: { readonly explains: boolean },
): Readonly<Record<string, readonly string[]>> {
  const scenarios = parseJson(Scenarios, scenariosText, 'the scenarios', 'backtest/invalid-scenarios');
  const { issues } = parseJson(Incidents, incidentsText, 'the incidents', 'backtest/invalid-incidents');
  return Object.fromEntries(
    issues.map((issue) => {
      const scenario = scenarios[issue.scenario];
      const incident = incidentOf(issue, callGraph(scenario?.edges ?? []), scenario?.baseline?.metrics ?? {});
      const suspects = rankRootCauses(incident);
      return [
        issue.id,
        suspects.map((suspect) => (explains ? explainRootCause(suspect, incident.metric) : suspect.name)),
      ];
    }),
  );
}

function incidentOf(
  { target, preRows, metrics }: Issue,
  graph: CallGraph,
  baseline: z.infer<typeof Metrics>,
): Incident {
  const metric = target.metric === 'latency' ? 'latency' : 'failures';
  const services = Object.entries(metrics).map(([name, serviceMetrics]): ObservedService => {
    const rows = measuredIn(serviceMetrics);
    return {
      name,
      baseline: measuredIn(baseline[name] ?? {}),
      before: mapped(rows, (series) => series.slice(0, preRows)),
      during: mapped(rows, (series) => series.slice(preRows)),
      // X-Ray's suffix for a service that it knows only from its caller.
      isRemote: name.endsWith('_remote'),
    };
  });
  const alarmSeries = (serviceMetrics: Readonly<Record<string, TimeSeries>> = {}) =>
    measuredIn(serviceMetrics, target.statistic)[metric];
  const alarmed = alarmSeries(metrics[target.service]);
  const alarm = {
    baseline: alarmSeries(baseline[target.service]),
    before: alarmed.slice(0, preRows),
    during: alarmed.slice(preRows),
  };
  return { graph, services, target: target.service, metric, alarm };
}

function measuredIn(metrics: Readonly<Record<string, TimeSeries>>, statistic = 'avg'): ServiceSeries {
  const availability = metrics['availability.avg'] ?? [];
  return {
    latency: metrics[`latency.${statistic}`] ?? [],
    failures: availability.map((percent) => (percent === null ? null : 1 - percent / 100)),
    requests: metrics['requests.sum'] ?? [],
  };
}

const mapped = (
  { latency, failures, requests }: ServiceSeries,
  change: (series: TimeSeries) => TimeSeries,
): ServiceSeries => ({
  latency: change(latency),
  failures: change(failures),
  requests: change(requests),
});
