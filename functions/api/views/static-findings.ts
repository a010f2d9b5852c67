import type { ServiceScan } from '#core/performance/findings/static-finding.ts';
import { type Measurements, rankStaticFindings } from '#core/performance/report/rank-static-findings.ts';

const most = 100;

/** The static findings of the latest scan, those in measured functions first; null if the service was never scanned. */
export function staticFindingsView(scan: ServiceScan | null, measurements: Measurements) {
  if (scan === null) return null;
  const { findings, notListed, ...rest } = scan;
  return {
    ...rest,
    items: rankStaticFindings(findings, measurements).slice(0, most),
    notListed: notListed + Math.max(0, findings.length - most),
  };
}
