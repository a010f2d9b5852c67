import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { placePrograms } from '#sandbox/isolation/programs.ts';
import type { RecordedUse } from '#sandbox/runners/node/encoded.ts';
import type { CaptureSummary, ExecutionPlan } from '#sandbox/runners/node/plan.ts';
import type { Result } from '#sandbox/runners/node/result.ts';
import type { CallRunner } from '#sandbox/verify/calls/call-runner.ts';
import { type CallComparison, compareCalls } from '#sandbox/verify/calls/compare-calls.ts';
import { knownAnswers } from '#sandbox/verify/calls/known-answers.ts';
import { type CapturedUses, readUses } from '#sandbox/verify/calls/read-uses.ts';
import { findTargets } from '#sandbox/verify/calls/targets.ts';
import { readBlockCoverage } from '#sandbox/verify/calls/unexercised.ts';

/** Milliseconds beside those of the calls, as in the sandbox. */
const starting = 10_000;

const captured = new Map<string, CapturedUses>();

/** A change of one module, and a program that calls it. All of it is ours: it runs without isolation. */
export interface LocalChange {
  /** `rank.ts`, `rank.cjs`. */
  readonly path?: string;
  readonly base: string;
  readonly candidate: string;
  /** An ES module that imports `./src/<path>`. */
  readonly program: string;
  /** What of it is not given is as in the sandbox. */
  readonly budget?: Parameters<typeof compareCalls>[1]['budget'];
}

export interface LocalComparison extends CallComparison {
  readonly unseen: readonly string[];
  readonly uses: readonly RecordedUse[];
  readonly summaries: readonly CaptureSummary[];
}

/** Captures the calls that the program makes of the base, and compares both versions by them. */
export async function compareLocally({
  path = 'code.ts',
  base,
  candidate,
  program,
  budget,
}: LocalChange): Promise<LocalComparison> {
  const work = mkdtempSync(join(tmpdir(), 'ironclaw-calls-'));
  try {
    const file = `src/${path}`;
    const texts = { base, candidate };
    for (const side of ['base', 'candidate'] as const) {
      write(join(work, side, file), texts[side]);
      write(join(work, side, 'package.json'), '{"type":"module"}');
      write(join(work, side, 'program.mjs'), program);
    }
    const programs = await placePrograms(join(work, 'programs'));
    const changes = [{ path: file, before: base, after: candidate }];
    const targets = findTargets(changes, new Map([[file, base]]));
    const capture = async () => {
      const usesFile = join(work, 'uses.jsonl');
      const plan = join(work, 'capture.json');
      writeFileSync(usesFile, '');
      writeFileSync(
        plan,
        JSON.stringify({ targets: targets.base, wanted: targets.functions, uses: usesFile }),
      );
      const command = ['--import', programs.capture, 'program.mjs'];
      await node(join(work, 'base'), command, { IRONCLAW_CALLS: plan });
      return readUses([readFileSync(usesFile, 'utf8')], new Set(targets.functions));
    };
    // Many changes of one base are compared by the same calls.
    const key = JSON.stringify([path, base, program, targets.functions]);
    const { uses, summaries } = await memoized(captured, key, capture);
    const answers = knownAnswers(uses);
    let runs = 0;
    const run = async (
      side: 'base' | 'candidate',
      made: readonly RecordedUse[],
      milliseconds: number,
      countedPaths: readonly string[] = [],
    ) => {
      runs += 1;
      const at = (name: string) => join(work, `${name}-${runs}`);
      const coverage = { file: at('coverage'), paths: countedPaths };
      const execution: ExecutionPlan = {
        targets: targets[side],
        answers,
        uses: at('uses'),
        results: at('results'),
        milliseconds,
        ...(countedPaths.length > 0 ? { coverage } : {}),
      };
      writeFileSync(execution.uses, made.map((use) => `${JSON.stringify(use)}\n`).join(''));
      writeFileSync(execution.results, '');
      writeFileSync(coverage.file, '');
      writeFileSync(at('plan'), JSON.stringify(execution));
      await node(join(work, side), [programs.execute, at('plan')], {}, starting + milliseconds);
      return { results: execution.results, coverage: coverage.file };
    };
    const runner: CallRunner = {
      execute: async (side, made, milliseconds) =>
        linesOf<Result>((await run(side, made, milliseconds)).results),
      countBlocks: async (made, milliseconds) => {
        const { coverage } = await run('candidate', made, milliseconds, Object.keys(targets.candidate));
        return readBlockCoverage(readFileSync(coverage, 'utf8'));
      },
    };
    const comparison = await compareCalls(runner, {
      ...targets,
      changes,
      uses,
      summaries,
      seed: 1,
      ...(budget ? { budget } : {}),
    });
    return { ...comparison, unseen: targets.unseen, uses, summaries };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function memoized<Value>(
  known: Map<string, Value>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const value = known.get(key) ?? (await make());
  known.set(key, value);
  return value;
}

const linesOf = <Line>(file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);

async function node(
  cwd: string,
  args: readonly string[],
  environment: Record<string, string>,
  timeout = 60_000,
): Promise<void> {
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd,
    env: { ...process.env, ...environment },
    timeout,
  }).catch((error: { stderr?: string }) => {
    // A version that ends its process is one of the cases.
    if (process.env.DEBUG_CALLS) console.error(error.stderr);
  });
}
