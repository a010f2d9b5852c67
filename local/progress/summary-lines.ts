import { visible } from '../visible.ts';
import type { Percentiles } from './compared-versions.ts';
import type { RunSummary } from './run-summary.ts';

/** The summary of a run, for people. */
export function summaryLines(report: RunSummary): readonly string[] {
  const { service, troubles, duration, improvements, learningEvents } = report;
  const applied = improvements.filter(({ status }) => status === 'applied').length;
  const rolledBack = improvements.filter(({ status }) => status === 'rolled-back').length;
  return [
    ...troubles.map((sentence) => `! ${sentence}`),
    `${service}: finished in ${duration.toFixed(0)} s; every number was measured in this run:`,
    ...feedbackLines(report),
    `  improvements  ${applied} promoted, ${rolledBack} rolled back`,
    ...improvements.map(improvementLine),
    ...comparisonLines(report),
    `  health        ${healthText(report)} (of 100)`,
    `  audit log     ${learningEvents} learning events`,
  ];
}

/** Only the storefront has users. */
function feedbackLines({ feedback, preferences }: RunSummary): readonly string[] {
  if (feedback.users === 0) return [];
  const sure = preferences.filter(({ confidence }) => confidence >= 0.9);
  return [
    `  feedback      ${feedback.events} messages of ${feedback.users} users became ${preferences.length} preferences, ` +
      `${sure.length} of them with confidence 0.90 or more`,
  ];
}

/** What the promoted versions gained. */
function comparisonLines({ endpoints }: RunSummary): readonly string[] {
  if (endpoints.length === 0) return [];
  return [
    `  p95 in ms     ${'before'.padStart(8)}${'after'.padStart(8)}  while both versions served, each request at random`,
    ...endpoints.map(
      ({ endpoint, before, after }) =>
        `    ${endpoint.padEnd(30)}${p95(before)}${p95(after)}  ${before?.requests ?? 0} and ${after?.requests ?? 0} requests`,
    ),
  ];
}

/** Without a promotion, no difference was caused here. */
const healthText = ({ health: { before, after } }: RunSummary): string =>
  before === null ? `${after ?? 'unknown'}` : `${before} before, ${after ?? 'unknown'} after`;

function improvementLine({
  endpoint,
  status,
  speedup,
  badRequests,
  commit,
  reason,
}: RunSummary['improvements'][number]) {
  const speed = speedup ? `, ${speedup.ratio.toFixed(1)}x faster in the sandbox` : '';
  const when = status === 'applied' ? 'during its rollout' : 'before the rollback';
  const failures = badRequests > 0 ? `, ${badRequests} requests failed ${when}` : '';
  const why = status === 'rejected' || status === 'failed' ? `: ${visible(reason)}` : '';
  return `    ${status.padEnd(12)}  ${endpoint}${speed}${failures}${commit ? ` (${commit.slice(0, 7)})` : ''}${why}`;
}

const p95 = (percentiles: Percentiles | null): string =>
  (percentiles ? percentiles.p95.toFixed(1) : '-').padStart(8);

/** The next steps by hand. */
export function nextStepLines(api: string, token: string, services: readonly string[]): readonly string[] {
  return [
    `The API is at ${api}; this token is valid for 12 hours:`,
    '',
    `  export TOKEN=${token}`,
    '',
    `  curl -sH "Authorization: Bearer $TOKEN" "${api}/improvements"`,
    ...services.map(
      (service) =>
        `  curl -sH "Authorization: Bearer $TOKEN" "${api}/performance/report?service=${service}&hours=1"`,
    ),
    `  curl -sH "Authorization: Bearer $TOKEN" "${api}/feedback" -d '{"messageId":"m1","kind":"thumbs-up","model":"gpt-4.1","taskType":"code"}'`,
    '',
    'Ctrl-C ends everything; the next start finds its data again.',
  ];
}
