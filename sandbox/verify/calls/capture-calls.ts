import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CapturePlan } from '../../runners/node/plan.ts';
import { readOutput } from '../read-output.ts';
import { replay } from '../replay.ts';
import { reportVariables } from '../run-tests.ts';
import { startService } from '../service.ts';
import type { Session } from '../session.ts';
import { type CapturedUses, readUses } from './read-uses.ts';
import type { ComparisonTargets } from './targets.ts';

const largestUses = 256 * 1024 ** 2;
/** Milliseconds for the replay. */
const patience = 5_000;
/** A runner writes what it knows at least every quarter of a second. */
const settling = 600;

/**
 * How the base's functions are called, by its tests and by the recorded requests. What was captured for another candidate of
 * the job serves again.
 */
export function captureCalls(session: Session, targets: ComparisonTargets): Promise<CapturedUses> {
  const key = JSON.stringify([targets.functions, targets.base]);
  const captured = session.captures.get(key) ?? capture(session, targets);
  session.captures.set(key, captured);
  return captured;
}

/** Tests and requests run in a process of their own each. */
async function capture(session: Session, targets: ComparisonTargets): Promise<CapturedUses> {
  const texts = await Promise.all([
    captureFromTests(session, targets),
    captureFromRequests(session, targets),
  ]);
  return readUses(
    texts.map((text) => text ?? ''),
    new Set(targets.functions),
  );
}

async function captureFromTests(session: Session, targets: ComparisonTargets): Promise<string | null> {
  const { sandbox, trees, job, log } = session;
  const finished = await sandbox.run({
    tree: trees.base,
    line: job.manifest.commands.test,
    isSetUp: true,
    environment: (out, root) => ({
      ...reportVariables(out, sandbox),
      ...captureEnvironment({ out, root }, targets, sandbox.programs.capture),
    }),
  });
  log('tests, while calls were captured', finished.output);
  return readOutput(usesFile(finished.out), largestUses);
}

/** What `captureFromRequests` needs to know of a job. */
interface Replayed extends Pick<Session, 'sandbox' | 'requests' | 'log'> {
  readonly trees: Pick<Session['trees'], 'base'>;
  readonly job: Pick<Session['job'], 'manifest'>;
}

/** Captures how the base's functions are called by the recorded requests. @returns lines; null if the service does not run. */
export async function captureFromRequests(
  session: Replayed,
  targets: CaptureTargets,
): Promise<string | null> {
  const { sandbox, trees, job, requests } = session;
  const { commands, health, replay: settings } = job.manifest;
  if (requests.length === 0) return null;
  try {
    const service = await startService(sandbox, {
      tree: trees.base,
      line: commands.start,
      health,
      headers: settings.headers,
      environment: (out, root) => captureEnvironment({ out, root }, targets, sandbox.programs.capture),
    });
    await replay(service, requests, patience);
    await delay(settling);
    await service.stop();
    return readOutput(usesFile(service.out), largestUses);
  } catch (error) {
    session.log('requests, while calls were captured', (error as Error).message);
    return null;
  }
}

/** The functions whose calls are wanted, and what the runner needs to know of their modules. */
type CaptureTargets = Pick<ComparisonTargets, 'base' | 'functions'>;

const usesFile = (out: string): string => join(out, 'uses.jsonl');

/** Variables that make a Node process capture calls of the targets, and write them below `out`. */
export function captureEnvironment(
  { out, root }: { readonly out: string; readonly root: string },
  { base, functions }: CaptureTargets,
  program: string,
): Record<string, string> {
  const plan: CapturePlan = { targets: base, wanted: functions, uses: usesFile(out) };
  const file = join(out, 'capture.json');
  writeFileSync(file, JSON.stringify(plan));
  return {
    IRONCLAW_ROOT: root,
    IRONCLAW_CALLS: file,
    NODE_OPTIONS: `--import ${program}`,
    NODE_NO_WARNINGS: '1',
  };
}
