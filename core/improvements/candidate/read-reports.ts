import { parseJson } from '../../validation.ts';
import type { Improvement } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { ArtifactStore } from '../ports.ts';
import type { JudgedCandidate } from './choose-best.ts';
import { withRejected } from './earlier-attempts.ts';
import { VerificationReport } from './verification-report.ts';

/**
 * The candidate and its rivals, in this order, with what the latest run said of each.
 * @throws InvalidInput `report/invalid`, NotFound `artifact/unknown`.
 */
export async function readReports(
  improvement: Improvement,
  artifacts: Pick<ArtifactStore, 'read'>,
): Promise<readonly JudgedCandidate[]> {
  const { candidate, rivals } = improvement;
  const out = `${jobFolder(improvement, 'verify')}/out`;
  const all = candidate ? [candidate, ...rivals] : rivals;
  return Promise.all(
    all.map(async (one, i) => {
      const file = i === 0 ? 'report.json' : `rival-${i}/report.json`;
      const text = await artifacts.read(`${out}/${file}`);
      return { candidate: one, report: parseJson(VerificationReport, text, 'the report', 'report/invalid') };
    }),
  );
}

/**
 * What is still to be judged after a run that was void for some of them. Whatever failed is not tried a second time, unless all
 * did: then the run was not assessed yet, and is repeated like that of a single candidate.
 */
export async function stillOpen(
  improvement: Improvement,
  artifacts: Pick<ArtifactStore, 'read' | 'exists'>,
  at: number,
): Promise<Improvement> {
  const written = `${jobFolder(improvement, 'verify')}/out/report.json`;
  if (improvement.rivals.length === 0 || improvement.runs === 0 || !(await artifacts.exists(written)))
    return improvement;
  const judged = await readReports(improvement, artifacts);
  const failed = judged.filter(({ report }) => report.outcome === 'failed');
  const [candidate, ...rivals] = judged.filter((one) => !failed.includes(one)).map((one) => one.candidate);
  if (candidate === undefined) return improvement;
  return { ...improvement, candidate, rivals, earlier: withRejected(improvement.earlier, failed, at) };
}
