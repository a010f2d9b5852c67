/** What a metric of request durations counts, and in which unit. */
export interface RequestMetric {
  readonly isCall: boolean;
  readonly milliseconds: number;
}

/** Histograms of the current semantic conventions, and of those before 2023; each with its unit in the convention. */
const served: Readonly<Record<string, 's' | 'ms'>> = {
  'http.server.request.duration': 's',
  'http.server.duration': 'ms',
};
const made: Readonly<Record<string, 's' | 'ms'>> = {
  'http.client.request.duration': 's',
  'http.client.duration': 'ms',
  'db.client.operation.duration': 's',
  'rpc.client.duration': 'ms',
};
const perUnit: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 0.001, ns: 0.000_001 };

/** The metric with this name and unit: a unit that was lost on the way is that of the convention. `null` for others. */
export function requestMetric(name: string, unit: string): RequestMetric | string | null {
  const isCall = Object.hasOwn(made, name);
  if (!isCall && !Object.hasOwn(served, name)) return null;
  const usual = (isCall ? made : served)[name] ?? '';
  const milliseconds = perUnit[unit || usual];
  return milliseconds === undefined
    ? `its unit is ${JSON.stringify(unit.slice(0, 20))} instead of s or ms`
    : { isCall, milliseconds };
}
