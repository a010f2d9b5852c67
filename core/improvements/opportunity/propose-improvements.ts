import { type Finding, isAboutOwnCode } from '../../performance/findings/finding.ts';
import { day, minute } from '../../time.ts';
import { nothingSpent } from '../candidate/spending.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import type { Improvement } from '../improvement.ts';
import { listAllImprovements } from '../list-all-improvements.ts';
import { isOpen, isUnderWay } from '../status.ts';
import { isSnoozed } from './snooze.ts';

/** Findings worth an improvement, the largest saving first. */
export interface RankedFindings {
  readonly service: string;
  readonly findings: readonly Finding[];
  /** After this many improvements that were rejected or rolled back an endpoint is left to people. */
  readonly mostEpisodes: number;
}

type ProposeImprovementsDependencies = Pick<ImprovementDependencies, 'improvements' | 'now'>;

const actor = 'system:analysis';

/**
 * Records an improvement for every finding whose endpoint has none open, and returns the one to start next: none
 * while another one of the service is in progress.
 */
export async function proposeImprovements(
  { service, findings, mostEpisodes }: RankedFindings,
  { improvements, now }: ProposeImprovementsDependencies,
): Promise<{ created: readonly Improvement[]; next: Improvement | null }> {
  const known = await listAllImprovements(improvements, { service });
  const created: Improvement[] = [];
  for (const finding of findings) {
    const improvement = improvementFor(finding, known, mostEpisodes, now());
    if (improvement && (await improvements.create(improvement, proposed(improvement))))
      created.push(improvement);
  }
  const all = [...known, ...created];
  const rank = ({ endpoint }: Improvement) => findings.findIndex((finding) => finding.endpoint === endpoint);
  // Endpoints never tried come before those whose improvement was rolled back.
  const waiting = all
    .filter((item) => item.status === 'opportunity' && rank(item) >= 0 && !isSnoozed(item, now()))
    .sort((a, b) => a.episode - b.episode || rank(a) - rank(b));
  return { created, next: all.some(isBusy) ? null : (waiting[0] ?? null) };
}

/** `generated` and `tested` are between two stages of an automatic run; left to an operator they block nothing. */
const isBusy = ({ status, goal }: Improvement): boolean =>
  isUnderWay(status) || (goal === 'applied' && (status === 'generated' || status === 'tested'));

/** A slow endpoint that is heavy, too, needs one fix and not two. */
const isSameWork = (one: Finding, other: Finding): boolean =>
  one.kind === other.kind || (isAboutOwnCode(one) && isAboutOwnCode(other));

/** Doubles with each failure of an endpoint: what failed may take long to repair. */
const pauseAfter = (failures: number): number => Math.min(day, minute * 2 ** (failures - 1));

function improvementFor(
  finding: Finding,
  known: readonly Improvement[],
  mostEpisodes: number,
  at: number,
): Improvement | null {
  const { endpoint, service, kind } = finding;
  // Without a profile it is unknown where in the code the time goes; the analysis has requested one.
  if (endpoint === null || finding.hottest.length === 0) return null;
  const siblings = known.filter((entry) => entry.endpoint === endpoint && isSameWork(entry.finding, finding));
  const last = siblings.reduce<Improvement | null>((a, b) => (a && a.episode > b.episode ? a : b), null);
  // An opportunity that was closed before it was started does not count, nor does a failure, which is not the fix's.
  const untried = siblings.filter(({ status, attempt }) => status === 'rejected' && attempt === 0).length;
  const failures = siblings.filter(({ status }) => status === 'failed').length;
  if (last && (isOpen(last.status) || last.episode - untried - failures >= mostEpisodes)) return null;
  if (last?.status === 'failed' && at - last.updatedAt < pauseAfter(failures)) return null;
  // Requests served before the last change ended say nothing about the current code.
  if (last && finding.from < last.updatedAt) return null;
  const episode = (last?.episode ?? 0) + 1;
  return {
    id: idOf(service, endpoint, kind, episode),
    service,
    endpoint,
    episode,
    finding,
    status: 'opportunity',
    goal: 'applied',
    createdAt: at,
    updatedAt: at,
    revision: 1,
    execution: null,
    resumes: 0,
    attempt: 0,
    excused: 0,
    moves: 0,
    runs: 0,
    testingSince: null,
    baseReport: null,
    candidate: null,
    rivals: [],
    spending: nothingSpent,
    earlier: (last?.earlier ?? []).slice(-mostEarlier),
    report: null,
    confidence: null,
    approval: null,
    earlierApprovals: [],
    backup: null,
    release: null,
    rollout: null,
    verdict: null,
    production: null,
    revert: null,
    restored: null,
    snoozedUntil: null,
    reason: finding.summary,
    lastEvent: null,
  };
}

/** A generator is shown, and kept from repeating, so many of the latest attempts of earlier episodes. */
const mostEarlier = 30;

const longestSlug = 40;

/** The same finding gives the same id, so that two analyses at once record one improvement. Readable in a branch. */
function idOf(service: string, endpoint: string, kind: string, episode: number): string {
  const name = `${service} ${endpoint} ${kind}`;
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longestSlug);
  return `${slug}-${checksum(name)}-${episode}`.replace(/-{2,}/g, '-');
}

/** FNV-1a, 32 bits: tells apart names whose slugs were cut at the same place. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

function proposed({ id, finding }: Improvement) {
  return {
    actor,
    type: 'improvement.opportunity',
    subject: `improvement:${id}`,
    before: null,
    after: { status: 'opportunity' },
    impact: 0.1,
    reason: finding.summary,
  };
}
