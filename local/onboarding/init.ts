import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askedNode } from '../node-versions/asked-node.ts';
import { chooseIsolation } from '../service/isolation.ts';
import { assertInstalled } from '../service/packages/assert-installed.ts';
import { findDependencies } from '../service/packages/find-dependencies.ts';
import { type Answers, type Draft, firstOf, readAnswers } from './answers.ts';
import { askForMissing } from './ask-for-missing.ts';
import { chooseDirectory } from './choose-directory.ts';
import { chooseTriedNode } from './choose-tried-node.ts';
import { draftOf } from './draft.ts';
import { environmentRows, foundRows } from './found-rows.ts';
import type { FileView } from './look/file-view.ts';
import { type Findings, look } from './look/look.ts';
import { manifestText } from './manifest-text.ts';
import { openProject, type Project } from './open-project.ts';
import type { Questions } from './questions.ts';
import type { Row } from './row.ts';
import { type BoxNeeds, openTrials } from './trials/open-trials.ts';
import { telling, tryChecks } from './trials/try-checks.ts';
import { tryOnNodes } from './trials/try-on-nodes.ts';
import { tryStarts } from './trials/try-starts.ts';
import { missingIn, nextCommand } from './what-comes-next.ts';

export interface InitOptions {
  /** The repository, or a package's folder in it. */
  readonly path: string;
  readonly answers: Answers;
  /** Writes an `ironclaw.json` that is there already again. */
  readonly force: boolean;
  readonly acceptsRisk: boolean;
  /** Null if nobody can be asked. */
  readonly questions: Questions | null;
  readonly preload: string | null;
  /** Folder for versions of Node that have to be installed. */
  readonly nodes: string;
  /** Ends it, with whatever it has started. */
  readonly signal: AbortSignal;
  readonly tell: (sentence: string) => void;
}

/** What is known of a service after each of its lines has run once. */
export interface Onboarding {
  readonly rows: readonly Row[];
  /** Whether the service can be started, and so be measured. */
  readonly isUsable: boolean;
  /** Where the manifest is; null if there is none, because the service cannot be started. */
  readonly file: string | null;
  readonly isWritten: boolean;
  readonly manifest: Draft;
  /** What an operator has to give before everything works, a sentence each. */
  readonly missing: readonly string[];
  /** The command that comes next. */
  readonly next: string;
}

/**
 * Looks at a service, runs each finding once in a box, and writes its first `ironclaw.json`; nothing else is changed.
 *
 * @throws DomainError if it is no service that could be tried: each is one sentence that says what would be right; the reason of the
 * signal.
 */
export async function init(options: InitOptions): Promise<Onboarding> {
  const path = resolve(options.path);
  const file = join(path, 'ironclaw.json');
  const kept = existsSync(file) ? readAnswers(readFileSync(file, 'utf8'), file) : null;
  const known = kept === null ? options.answers : firstOf(options.answers, kept);
  const project = await openProject(path, known.branch);
  const trials = await openTrials(project, options.signal);
  try {
    const { findings, draft } = await lookAndAsk(trials.files, project, known, options.questions);
    const { view, directory } = findings;
    const said = { view, asked: askedNode(draft.node, project.root, join(project.root, directory)) };
    const started = await tryOnNodes(draft, said, options.tell, async (one) => {
      const { needs, rows, ...more } = await boxesFor(options, project, findings, one);
      const run = telling(trials.in(needs).run, options.tell);
      const onIt = await tryStarts({ ...one, ...more }, findings, run);
      return { ...onIt, rows: [...rows, ...onIt.rows], run };
    });
    const tried = await tryChecks(started, findings, started.run);
    const isWritten = tried.isUsable && (kept === null || options.force);
    if (isWritten) writeFileSync(file, manifestText(tried.draft, file));
    const looked = [...foundRows(project, findings, tried.draft), ...environmentRows(tried.draft, findings)];
    return {
      rows: [...looked, ...tried.rows],
      isUsable: tried.isUsable,
      file: isWritten || kept !== null ? file : null,
      isWritten,
      manifest: tried.draft,
      missing: missingIn(tried, findings),
      next: nextCommand(path, tried.draft, findings),
    };
  } finally {
    await trials.close();
  }
}

async function lookAndAsk(
  files: FileView,
  project: Project,
  known: Answers,
  questions: Questions | null,
): Promise<{ readonly findings: Findings; readonly draft: Draft }> {
  const named = known.directory ?? (project.directory === '.' ? undefined : project.directory);
  const directory = await chooseDirectory(files, named, questions?.choose ?? null);
  const findings = look(files, directory);
  const draft = await askForMissing(draftOf(project, findings, known), findings, questions);
  return { findings, draft };
}

/** What the boxes of the trials need of this machine, and what the manifest has to say because of it. */
async function boxesFor(
  { acceptsRisk, nodes, preload, signal, tell }: InitOptions,
  { root }: Project,
  findings: Findings,
  { node: asked }: Draft,
): Promise<{ readonly needs: BoxNeeds; readonly rows: readonly Row[] } & Pick<Draft, 'node'>> {
  const { isolation } = chooseIsolation({ isBundledExample: false, isModelRecorded: false, acceptsRisk });
  const folder = join(root, findings.directory);
  assertInstalled(root, folder);
  const manifest = { node: asked, directory: findings.directory };
  const chosen = await chooseTriedNode({
    repository: { path: root, manifest },
    own: nodes,
    say: tell,
    signal,
  });
  const needs = { dependencies: findDependencies(folder), node: chosen.program, isolation, preload };
  return { needs, rows: chosen.rows, ...(chosen.range === undefined ? {} : { node: chosen.range }) };
}
