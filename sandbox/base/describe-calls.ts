import type { CallShapes } from '#core/improvements/base/base-report.ts';
import type { CheckBaseJob, RecordedRequest } from '#core/improvements/jobs.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import type { BuiltBase } from '../verify/build.ts';
import { builtTargets } from '../verify/calls/built-targets.ts';
import { captureFromRequests } from '../verify/calls/capture-calls.ts';
import { readUses } from '../verify/calls/read-uses.ts';
import { readSourceModules } from '../verify/calls/source-modules.ts';
import type { Session } from '../verify/session.ts';
import { describeValues } from './describe-values.ts';
import { type HotTarget, hotTargets } from './hot-targets.ts';

interface Captured extends Pick<Session, 'log'> {
  readonly job: CheckBaseJob;
  readonly sandbox: Sandbox;
  readonly built: BuiltBase;
  readonly requests: readonly RecordedRequest[];
}

/** What the hottest functions are called with while the recorded requests are replayed: kinds and sizes, no values. */
export async function describeCalls({ job, built, ...rest }: Captured): Promise<readonly CallShapes[]> {
  if (rest.requests.length === 0) return [];
  const { tree } = built;
  const modules = await readSourceModules(tree, job.manifest.sources);
  const words = new Set([...modules.values()].flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const described = await Promise.all(
    hotTargets(job.hottest ?? [], modules).map(async (target) => {
      const { targets } = await builtTargets(target.base, tree, built);
      const wanted = { ...target, base: targets };
      const text = await captureFromRequests({ ...rest, job, trees: { base: tree } }, wanted);
      return shapesIn(text ?? '', target, (name) => words.has(name));
    }),
  );
  return described.flat().map((shapes) => ({ endpoint: job.endpoint, ...shapes }));
}

function shapesIn(
  text: string,
  { functions: [target] }: HotTarget,
  isKnown: (name: string) => boolean,
): readonly Omit<CallShapes, 'endpoint'>[] {
  const { uses, summaries } = readUses([text], new Set([target]));
  const calls = uses.flatMap((use) => {
    if (use.kind === 'call') return use.target === target ? [use.args] : [];
    return use.calls.filter(({ method }) => `${use.target}.${method}` === target).map(({ args }) => args);
  });
  if (calls.length === 0) return [];
  const places = Math.min(8, Math.max(...calls.map((args) => args.length)));
  const shapes = Array.from({ length: places }, (_, i) =>
    describeValues(
      calls.map((args) => args[i] ?? { $: 'undefined' as const }),
      isKnown,
    ).slice(0, 600),
  );
  const count = summaries.reduce((sum, { called }) => sum + called, 0);
  return [{ function: target, calls: Math.max(count, calls.length), arguments: shapes }];
}
