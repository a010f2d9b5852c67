import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TryJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { Trial, type TrialStep } from '#core/service/trial.ts';
import { parse, parseJson } from '#core/validation.ts';
import { guardProcess } from '../../processes/guard.ts';
import { archiveCommit } from '../../service/archive-commit.ts';
import { startBuilds } from '../../stepfunctions/build.ts';
import type { Draft } from '../answers.ts';
import { type FileView, viewFolder } from '../look/file-view.ts';
import type { Project } from '../open-project.ts';

/** Tries lines of a manifest on a commit, each in a box of its own. */
export interface Trials {
  /** The files of the commit. */
  readonly files: FileView;
  /**
   * After a build that works, later lines run in what it left behind.
   * @param paths that a started service is asked.
   * @throws InvalidInput `init/invalid-manifest`; BuildFailed if no box can be made; the reason of the signal.
   */
  run(step: TrialStep, draft: Draft, paths?: readonly string[]): Promise<Trial>;
  close(): Promise<void>;
}

export type BoxNeeds = Pick<TryJob, 'dependencies' | 'node' | 'isolation' | 'preload'>;

/** So long may one line take: nobody waits for longer, and `limits.seconds` allows no more. */
const longest = 200;

/**
 * Trials in a folder that is removed at the end, also if this process exits. What they have started ends with them, at the latest when this
 * process has been killed.
 * @param signal ends a trial that runs, and lets no other begin.
 */
export async function openTrials(
  project: Project,
  signal: AbortSignal,
): Promise<Pick<Trials, 'files' | 'close'> & { in(needs: BoxNeeds): Trials }> {
  const folder = await mkdtemp(join(tmpdir(), 'ironclaw-trials-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', discard);
  guardProcess();
  const builds = startBuilds({ artifacts: folder, owner: folder });
  const interrupt = () => void builds.close();
  signal.addEventListener('abort', interrupt);
  const source = join(folder, 'source.tar');
  await archiveCommit(project.root, project.commit, source);
  const tree = join(folder, 'tree');
  await mkdir(tree);
  await promisify(execFile)('tar', ['-xf', source, '-C', tree, '--no-same-owner']);
  const files = viewFolder(tree);
  const close = async () => {
    signal.removeEventListener('abort', interrupt);
    await builds.close();
    discard();
    process.off('exit', discard);
  };

  let count = 0;
  let built: string | null = null;
  const runIn =
    (needs: BoxNeeds): Trials['run'] =>
    async (step, draft, paths = []) => {
      signal.throwIfAborted();
      count += 1;
      const name = `trial-${count}`;
      const place = join(folder, name);
      await mkdir(place);
      await link(step === 'build' ? source : (built ?? source), join(place, 'source.tar'));
      const limits = { ...draft.limits, seconds: longest };
      const manifest = parse(Manifest, { ...draft, limits }, 'ironclaw.json', 'init/invalid-manifest');
      const job: TryJob = {
        job: 'try',
        step,
        commit: project.commit,
        manifest,
        packages: false,
        paths: [...paths],
        ...needs,
      };
      await writeFile(join(place, 'job.json'), JSON.stringify(job));
      await builds.build(name).finally(() => signal.throwIfAborted());
      const text = await readFile(join(place, 'out', 'trial.json'), 'utf8');
      const trial = parseJson(Trial, text, 'the trial', 'init/bad-trial');
      if (step === 'build') built = trial.result === 'fails' ? null : await keep(place, folder);
      await rm(place, { recursive: true, force: true });
      return trial;
    };
  return { files, close, in: (needs) => ({ files, close, run: runIn(needs) }) };
}

async function keep(place: string, folder: string): Promise<string> {
  const file = join(folder, 'built.tar');
  await rm(file, { force: true });
  await copyFile(join(place, 'out', 'built.tar'), file);
  return file;
}
