import type { PerformanceReport } from '#core/performance/report/performance-report.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';

export interface FetchReport extends ApiAccess {
  readonly service: string;
  readonly hours: number;
}

/** Fetches the performance report of a service. @throws what `askApi` throws. */
export function fetchReport({ service, hours, ...access }: FetchReport): Promise<PerformanceReport> {
  const query = new URLSearchParams({ service, hours: String(hours) });
  return askApi(access, `/performance/report?${query.toString()}`);
}
