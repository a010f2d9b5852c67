import type { RankedStaticFinding } from '#core/performance/report/rank-static-findings.ts';
import { visible } from '../visible.ts';
import type { StaticFindingsView } from './fetch-static-findings.ts';

const most = 5;

/** Suspicious places where a slow endpoint spends its time, and how many others there are; nothing without a scan. */
export function staticFindingLines(view: StaticFindingsView): readonly string[] {
  if (view === null) return [];
  const measured = view.items.filter((item) => item.measured !== null);
  const others = view.items.length - measured.length + view.notListed;
  return [
    ...(measured.length > 0
      ? ['', 'Look at these places, which cost at most the share of their function:']
      : []),
    ...measured.slice(0, most).flatMap(placeLines),
    ...(others > 0
      ? [`? ${others} more suspicious places were not measured; GET /improvements/opportunities lists them.`]
      : []),
  ];
}

function placeLines({ path, line, message, whyNoFix, measured }: RankedStaticFinding): readonly string[] {
  const shares = (measured?.endpoints ?? []).map(
    ({ endpoint, share }) => `${(100 * share).toFixed(0)} % of ${endpoint}`,
  );
  return [
    `- ${visible(path)}:${line}, ${shares.join(', ')}: ${message}`,
    `  ${whyNoFix === null ? 'A rule writes the fix.' : `No fix: ${visible(whyNoFix)}`}`,
  ];
}
