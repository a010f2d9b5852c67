import type { Percentiles, RunSummary } from './run-summary.ts';

/** The summary of a run, for people. */
export function summaryLines(report: RunSummary): readonly string[] {
  const { duration, feedback, preferences, endpoints, improvements, health, learningEvents } = report;
  const sure = preferences.filter(({ confidence }) => confidence >= 0.9);
  const applied = improvements.filter(({ status }) => status === 'applied').length;
  const rolledBack = improvements.filter(({ status }) => status === 'rolled-back').length;
  return [
    `Finished in ${duration.toFixed(0)} s; every number was measured in this run:`,
    `  feedback      ${feedback.events} messages of ${feedback.users} users became ${preferences.length} preferences, ` +
      `${sure.length} of them with confidence 0.90 or more`,
    `  improvements  ${applied} promoted, ${rolledBack} rolled back`,
    ...improvements.map(improvementLine),
    `  p95 in ms     ${'before'.padStart(8)}${'after'.padStart(8)}`,
    ...endpoints.map(
      ({ endpoint, before, after }) => `    ${endpoint.padEnd(30)}${p95(before)}${p95(after)}`,
    ),
    `  health        ${health.before ?? 'unknown'} before, ${health.after ?? 'unknown'} after (of 100)`,
    `  audit log     ${learningEvents} learning events`,
  ];
}

function improvementLine({
  endpoint,
  status,
  speedup,
  badRequests,
  commit,
}: RunSummary['improvements'][number]) {
  const speed = speedup ? `, ${speedup.ratio.toFixed(1)}x faster in the sandbox` : '';
  const when = status === 'applied' ? 'during its rollout' : 'before the rollback';
  const failures = badRequests > 0 ? `, ${badRequests} requests failed ${when}` : '';
  return `    ${status.padEnd(12)}  ${endpoint}${speed}${failures}${commit ? ` (${commit.slice(0, 7)})` : ''}`;
}

const p95 = (percentiles: Percentiles | null): string =>
  (percentiles ? percentiles.p95.toFixed(1) : '-').padStart(8);

/** The next steps by hand. */
export function nextStepLines(api: string, token: string, service: string): readonly string[] {
  return [
    `The API is at ${api}; this token is valid for 12 hours:`,
    '',
    `  export TOKEN=${token}`,
    '',
    `  curl -sH "Authorization: Bearer $TOKEN" "${api}/improvements"`,
    `  curl -sH "Authorization: Bearer $TOKEN" "${api}/performance/report?service=${service}&hours=1"`,
    `  curl -sH "Authorization: Bearer $TOKEN" "${api}/feedback" -d '{"messageId":"m1","kind":"thumbs-up","model":"gpt-4.1","taskType":"code"}'`,
    '',
    'Ctrl-C ends everything; the next start finds its data again.',
  ];
}
