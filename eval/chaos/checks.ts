import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { verifyChain } from '#core/events/verify-chain.ts';
import { minute, second } from '#core/time.ts';
import { git, subjects } from '../../tests/support/git.ts';
import { processesOf, versionsOf } from '../../tests/support/processes.ts';
import { runProgram } from '../../tests/support/program.ts';
import { until } from '../../tests/support/until.ts';
import type { Instance, Place } from './instance.ts';
import { type Rater, ratedMessages } from './rate-messages.ts';
import { identityOf } from './running-processes.ts';

/** Something that must not have happened. */
export class Broken extends Error {}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What must hold after each kill, whatever the improvement is at. @throws Broken. */
export async function checkAfterKill(
  instance: Instance,
  improvement: string | null,
  rater: Rater,
): Promise<void> {
  // Before they are read: what is confirmed meanwhile may be missing.
  const confirmed = [...rater.confirmed];
  const found = await patiently('the feedback can be read', () => ratedMessages(instance));
  const lost = confirmed.filter((message) => !found.has(message));
  if (lost.length > 0) throw new Broken(`lost confirmed feedback: ${lost.slice(0, 5).join(', ')}`);
  checkMerges(instance.place);
  if (improvement === null) return;
  const events = await patiently('the events can be read', () => instance.api.eventsOf(improvement));
  const broken = verifyChain(events, sha256);
  if (broken)
    throw new Broken(`event ${broken.index + 1} of ${improvement} breaks its chain: ${broken.reason}`);
}

function checkMerges({ repository }: Place): void {
  const made = subjects(repository);
  for (const kind of ['Merge', 'Revert']) {
    const count = made.filter((subject) => subject.startsWith(kind)).length;
    if (count > 1) throw new Broken(`${count} commits begin with "${kind}": ${made.join('; ')}`);
  }
}

/** What must hold once an improvement has ended: repository and traffic agree with its status. @throws Broken. */
export async function checkEnd(
  { repository, data }: Place,
  status: 'applied' | 'rolled-back',
): Promise<void> {
  const shapes = { applied: /^Merge;As it was bought$/, 'rolled-back': /^Revert;Merge;As it was bought$/ };
  const made = subjects(repository).map((subject) => subject.replace(/^(Merge|Revert) .*/, '$1'));
  if (!shapes[status].test(made.join(';')))
    throw new Broken(`it is ${status}, but the branch is: ${subjects(repository).join('; ')}`);
  for (const [what, found] of Object.entries({
    'changes in the work tree': git(repository, 'status', '--porcelain'),
    'unfinished updates': git(repository, 'for-each-ref', 'refs/ironclaw/pending/'),
    'other work trees': git(repository, 'worktree', 'list').split('\n').slice(1).join(', '),
    locks: locksIn(repository),
  }))
    if (found !== '') throw new Broken(`the repository has ${what}: ${found}`);

  const [serving = ''] = await until(
    'one version serves',
    () => {
      const versions = versionsOf(data);
      return versions.length === 1 && versions;
    },
    { patience: 60 * second, hint: () => `running: ${versionsOf(data).join(', ')}` },
  );
  const [tree, wanted] = [`${serving}^{tree}`, 'main^{tree}'].map((name) =>
    git(repository, 'rev-parse', name),
  );
  if (tree !== wanted) throw new Broken(`${serving} serves, which is not what the branch has`);
}

/** The operators' own verification of every subject's chain. @throws Broken with what it prints. */
export async function checkChains({ url, place }: Instance): Promise<void> {
  const { code, stderr } = await runProgram(['audit', 'verify', '--api', url, '--data', place.data]);
  if (code !== 0) throw new Broken(`the audit failed: ${stderr.trim()}`);
}

/** Every confirmed rating was learned, too. @throws Broken. */
export async function checkLearned({ api }: Instance, { confirmed }: Rater): Promise<void> {
  let learned = 0;
  await until(
    `${confirmed.size} ratings are learned`,
    async () => {
      const stats = await api.get<{ feedback: { messages: number } }>('/stats');
      learned = stats.feedback.messages;
      return learned >= confirmed.size;
    },
    { patience: 60 * second, interval: 500, hint: () => `${learned} are` },
  );
}

/** Nothing of the instance runs any more. @param seen identities of all its processes. @throws Broken. */
export async function checkNothingRuns({ data }: Place, seen: ReadonlySet<string>): Promise<void> {
  const left = () => [...processesOf(data), ...[...seen].filter((identity) => isAlive(identity))];
  await until('nothing runs any more', () => left().length === 0, { hint: () => left().join(', ') });
}

const isAlive = (identity: string): boolean => identityOf(Number.parseInt(identity, 10)) === identity;

function locksIn(repository: string): string {
  const folder = git(repository, 'rev-parse', '--absolute-git-dir');
  return globSync('**/*.lock', { cwd: folder }).join(', ');
}

/** @throws Broken if it takes longer than a minute. */
export const inTime = <Result>(what: string, work: Promise<Result>): Promise<Result> => {
  const patience = new AbortController();
  const late = delay(minute, undefined, { signal: patience.signal }).then(() => {
    throw new Broken(`waited a minute, but not yet: ${what}`);
  });
  return Promise.race([work, late]).finally(() => patience.abort());
};

/** Asks again until it is answered. */
export const patiently = <Answer extends object>(
  what: string,
  ask: () => Promise<Answer>,
): Promise<Answer> => {
  let reason = '';
  return until(
    what,
    () =>
      ask().catch((error: unknown) => {
        reason = String(error);
        return null;
      }),
    { patience: 60 * second, interval: 100, hint: () => reason },
  ) as Promise<Answer>;
};
