import { minute } from '../time.ts';
import { type Finding, isAboutOwnCode } from './findings/finding.ts';
import type { MetricsStore } from './ports.ts';
import { type ExamineService, examineService, type ServiceExamination } from './report/examine-service.ts';
import { type Health, healthOf } from './report/health.ts';
import { type HealthInput, healthSignals } from './report/health-signals.ts';
import { type Opportunity, rankOpportunities } from './report/opportunities.ts';

export interface Analyze extends ExamineService, Pick<HealthInput, 'regression'> {
  readonly store: ExamineService['store'] & Pick<MetricsStore, 'requestProfile'>;
  /** Duration of a profile. */
  readonly profileSeconds?: number;
}

export interface Analysis extends ServiceExamination {
  readonly opportunities: readonly Opportunity[];
  readonly health: Health;
}

/** How long a profile runs, and how long its request waits for a process that takes it. */
const usualProfileSeconds = 10;
const wishLasts = 10 * minute;

/**
 * Finds what is wrong with a service and what is worth fixing. If a slow endpoint has no profile of the version that
 * serves now, requests one from the service's processes.
 */
export async function analyze(request: Analyze): Promise<Analysis> {
  const examined = await examineService(request);
  const { findings } = examined;
  await requestProfiles(findings, request);
  const health = healthOf(healthSignals({ ...request, ...examined }));
  return {
    ...examined,
    opportunities: rankOpportunities(findings, request.manifest, examined.windows),
    health,
  };
}

async function requestProfiles(
  findings: readonly Finding[],
  { manifest, store, now, profileSeconds = usualProfileSeconds }: Analyze,
): Promise<void> {
  const unexplained = findings.some(
    (finding) => isAboutOwnCode(finding) && finding.hottest.length === 0 && !finding.waitsFor,
  );
  if (unexplained) await store.requestProfile(manifest.name, now + wishLasts, profileSeconds);
}
