import { rankStaticFindings } from '../../performance/report/rank-static-findings.ts';
import type { Improvement } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import { readScan, staticFindingsFile } from '../opportunity/static-findings.ts';
import type { ArtifactStore } from '../ports.ts';

const longest = 600;

/**
 * Says what a person may look at where no fix was written: the suspicious place in the hottest function that has one, and
 * why no rule fixes it. Null if the scan found none in the functions of the profile.
 */
export async function suggest(
  improvement: Improvement,
  artifacts: Pick<ArtifactStore, 'read'>,
): Promise<string | null> {
  const scan = await readScan(`${jobFolder(improvement, 'scan')}/${staticFindingsFile}`, artifacts);
  const unfixed = (scan?.findings ?? []).filter(({ whyNoFix }) => whyNoFix !== null);
  const { finding, endpoint } = improvement;
  const windows = [{ endpoint, sum: 1 }];
  const ranked = rankStaticFindings(unfixed, {
    findings: [finding],
    windows,
    from: finding.from,
    now: finding.to,
  });
  const [place] = ranked;
  if (!place?.measured) return null;
  const { path, line, message, whyNoFix, measured } = place;
  const percent = Math.round(100 * (measured.endpoints[0]?.share ?? 0));
  return `Look at ${path}:${line}, in a function with ${percent} % of the time. ${message} ${whyNoFix}`.slice(
    0,
    longest,
  );
}
