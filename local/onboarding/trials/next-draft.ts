import type { Trial } from '#core/service/trial.ts';
import type { Draft } from '../answers.ts';
import { asVariable, namesPrinted, plausibleValue } from '../look/environment.ts';
import type { Findings } from '../look/look.ts';
import { insidePath, outsidePathsOf, refusedPaths } from '../look/outside-paths.ts';
import { portVariables, readsPort, writtenPort } from '../look/port.ts';

/** What to try next, and what an operator should know of it. */
interface Next {
  readonly draft: Draft;
  readonly note: string;
}

/** What a failed start shows to be missing: variables, a port of its own, or time; null if it shows nothing new. */
export function nextDraft(draft: Draft, trial: Trial, findings: Findings): Next | null {
  return (
    withOwnPaths(draft, trial, findings) ??
    withVariables(draft, trial, findings) ??
    withPort(draft, trial, findings) ??
    withTime(draft, trial) ??
    withAllVariables(draft, trial, findings)
  );
}

/** It died of a path outside of its folder, and a variable moves it. */
function withOwnPaths(draft: Draft, { output }: Trial, { view }: Findings): Next | null {
  const all = refusedPaths(output, outsidePathsOf(view));
  const moved = all.filter(({ variable }) => draft.env?.[variable] === undefined);
  if (moved.length === 0) return null;
  const own = Object.fromEntries(moved.map(({ variable, path }) => [variable, insidePath(path)]));
  const places = moved.map(({ variable, path }) => `${path}, which ${variable} moves into its folder`);
  return {
    draft: { ...draft, env: { ...draft.env, ...own } },
    note: `It may not write to ${places.join(', and ')} (\`env\`): each version begins with an empty one, so give a place that outlives them.`,
  };
}

function withVariables(draft: Draft, { output }: Trial, { environment }: Findings): Next | null {
  return withMadeUp(draft, namesPrinted(output, environment));
}

/** What a program prints that dies of a variable without naming it: a URL of undefined parts, a key that must be a string. */
const unnamed = /\bundefined\b|\bnull\b|must (?:be|have)|required|missing/i;

function withAllVariables(draft: Draft, { fault, output }: Trial, { environment }: Findings): Next | null {
  return fault === 'ended' && unnamed.test(output) ? withMadeUp(draft, environment.others) : null;
}

function withMadeUp(draft: Draft, names: readonly string[]): Next | null {
  const missing = names.filter((name) => draft.env?.[name] === undefined);
  if (missing.length === 0) return null;
  const added = Object.fromEntries(missing.map((name) => [name, asVariable(name, plausibleValue(name))]));
  return {
    draft: { ...draft, env: { ...draft.env, ...added } },
    note: `It does not start without ${missing.join(', ')}: set in \`env\` to values that were made up, so give the right ones.`,
  };
}

/** It listens, but elsewhere: under another variable, else on a port of its own. */
function withPort(draft: Draft, { listens, fault }: Trial, { view }: Findings): Next | null {
  if (draft.port !== undefined || fault === 'tls' || fault === 'fails') return null;
  const seen = listens.flatMap((place) => ('port' in place ? [place.port] : []))[0];
  const [variable] = portVariables(view);
  const isSet = (name: string) => draft.commands.start.includes(`${name}=`);
  const isAlive = seen !== undefined || fault === 'silent';
  if (variable !== undefined && isAlive && !isSet(variable) && !readsPort(view)) {
    const { [variable]: _, ...env } = draft.env ?? {};
    const start = `${variable}=$PORT ${draft.commands.start}`;
    return {
      draft: { ...draft, env, commands: { ...draft.commands, start } },
      note: `It takes its port from ${variable}.`,
    };
  }
  const port = seen ?? (fault === 'silent' && !readsPort(view) ? writtenPort(view) : null);
  if (port === null) return null;
  return { draft: { ...draft, port }, note: `It listens on ${port} whatever PORT says (\`port\`).` };
}

/** What compiles at each start takes long. */
const compiler = /\b(?:ts-node|tsx|nest|babel-node|swc-node|next|nuxt)\b/;

function withTime(draft: Draft, { fault }: Trial): Next | null {
  const isCompiling = compiler.test(draft.commands.start) && fault === 'silent';
  if (draft.startSeconds !== undefined || !isCompiling) return null;
  return { draft: { ...draft, startSeconds: 90 }, note: 'It takes long to start.' };
}
