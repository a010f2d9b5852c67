import { helpForOutput } from '#core/service/help-for-output.ts';
import type { Trial } from '#core/service/trial.ts';
import type { Draft } from '../answers.ts';
import { buildOf, isInRepository } from '../look/build.ts';
import type { Findings } from '../look/look.ts';
import type { Start } from '../look/start.ts';
import type { Row } from '../row.ts';
import { nextDraft } from './next-draft.ts';
import type { Run, Tried } from './try-checks.ts';

/** More ways to start a service than these are guesses. */
const mostStarts = 3;
const mostRounds = 6;
const usualPaths = ['/health', '/healthz', '/status', '/ping', '/api/health', '/'];

/**
 * Builds and starts the service in the ways that were found, until one responds. A manifest that names its own `start` or
 * `build` is tried with these alone.
 */
export async function tryStarts(draft: Draft, findings: Findings, run: Run): Promise<Tried> {
  const named: Start = { line: draft.commands.start, before: [], from: 'ironclaw.json' };
  const ways = draft.commands.start === '' ? findings.starts.slice(0, mostStarts) : [named];
  let first: Tried | null = null;
  for (const way of ways) {
    const outcome = await tryWay(way, draft, findings, run);
    if (outcome.isUsable) return outcome;
    // What is tried next is less likely: what failed first tells an operator most.
    first ??= outcome;
  }
  return first ?? nothingFound(draft);
}

async function tryWay(start: Start, draft: Draft, findings: Findings, run: Run): Promise<Tried> {
  const given = draft.commands.build;
  const build = given ?? buildOf(findings.view, findings.json, start, findings.linked);
  const commands = { ...draft.commands, start: start.line, ...(build === null ? {} : { build }) };
  const built = build === null ? null : await run('build', { ...draft, commands });
  const rows = built === null ? [] : [rowOfBuild(build ?? '', built)];
  if (built?.result === 'fails' && !isInRepository(findings.view, start.line))
    return {
      draft: { ...draft, commands },
      rows: [...rows, rowOfStart(start.line, null)],
      isUsable: false,
    };
  const { build: _, ...withoutBuild } = commands;
  const usable = built?.result === 'fails' && given === undefined ? withoutBuild : commands;
  const outcome = await tryUntilItServes({ ...draft, commands: usable }, findings, run);
  return { ...outcome, rows: [...rows, ...outcome.rows] };
}

/** Starts it again with what the last trial shows to be missing, as long as it shows something new. */
async function tryUntilItServes(draft: Draft, findings: Findings, run: Run): Promise<Tried> {
  const paths = draft.health === undefined ? usualPaths : [draft.health];
  const notes: string[] = [];
  let tried = draft;
  for (let round = 1; ; round += 1) {
    const trial = await run('start', tried, paths);
    const next = trial.result === 'fails' && round < mostRounds ? nextDraft(tried, trial, findings) : null;
    if (next === null) return serves(tried, trial, notes, findings.neighbors);
    notes.push(next.note);
    tried = next.draft;
  }
}

function serves(draft: Draft, trial: Trial, notes: readonly string[], needed: Findings['neighbors']): Tried {
  const neighbors = draft.setup === undefined ? needed : [];
  const { health, seconds } = trial;
  const isUsable = health !== null;
  const path = health?.path ?? '/';
  const patience = Math.ceil(seconds * 3);
  const settled: Draft = {
    ...draft,
    ...(isUsable && path !== '/' ? { health: path } : {}),
    ...(isUsable && patience > 30 && draft.startSeconds === undefined ? { startSeconds: patience } : {}),
  };
  const row = rowOfStart(draft.commands.start, trial, neighbors);
  const detail = [row.detail, ...notes].filter((text) => text !== '').join(' ');
  const verdict = isUsable && notes.length > 0 ? 'partly' : row.verdict;
  return { draft: settled, rows: [{ ...row, verdict, detail }], isUsable };
}

const rowOfBuild = (line: string, { result, detail, output }: Trial): Row => ({
  what: 'build',
  found: line,
  verdict: result,
  detail: result === 'works' ? '' : `${detail} ${helpOr('Name another with --build.', output)}`,
});

function rowOfStart(line: string, trial: Trial | null, neighbors: readonly string[] = []): Row {
  if (trial === null)
    return {
      what: 'start',
      found: line,
      verdict: 'fails',
      detail: 'Not tried: what it starts is not built.',
    };
  const { result, detail, health, output } = trial;
  if (health !== null)
    return {
      what: 'start',
      found: line,
      verdict: result,
      detail: `GET ${health.path} gave ${health.status}.`,
    };
  const other =
    neighbors.length === 0
      ? 'Name another with --start, or what it needs with --env NAME=value.'
      : `It may need ${neighbors.join(', ')}, and nothing runs beside it here unless a line in \`setup\` starts it: --setup.`;
  const help = helpOr(other, output);
  return { what: 'start', found: line, verdict: result, detail: `${detail} ${help}` };
}

/** A sentence that helps by what was printed, or else this one. */
function helpOr(otherwise: string, output: string): string {
  const help = helpForOutput(output);
  return help === null ? otherwise : `${help.charAt(0).toUpperCase()}${help.slice(1)}.`;
}

function nothingFound(draft: Draft): Tried {
  const detail = 'Nothing says how the service starts; name the line with --start.';
  return { draft, rows: [{ what: 'start', found: '', verdict: 'fails', detail }], isUsable: false };
}
