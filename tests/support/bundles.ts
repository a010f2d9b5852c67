import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FunctionEntry, functionAccess } from '#lib/access/function-access.ts';
import { root } from '#lib/bundle/build-options.ts';
import { bundleFunction, type FunctionBundle } from '#lib/bundle/bundle-function.ts';
import { keptFolder } from './temporary-folder.ts';

export const entries = Object.keys(functionAccess) as readonly FunctionEntry[];

/** The variables that a function's bundled code reads by `readEnvironment`. */
export async function variablesRead(entry: FunctionEntry): Promise<ReadonlySet<string>> {
  const folder = keptFolder('bundle');
  const { sources } = await bundleFunction(entry, folder);
  rmSync(folder, { recursive: true, force: true });
  const texts = sources.map((path) => readFileSync(join(root, path), 'utf8'));
  const calls = texts.flatMap((text) => [...text.matchAll(/readEnvironment\(([^)]*)\)/g)]);
  return new Set(
    calls.flatMap(([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name)),
  );
}

/** Bundles functions below a folder, each by its entry. */
export async function bundleAll(
  wanted: readonly FunctionEntry[],
  folder: string,
): Promise<ReadonlyMap<FunctionEntry, FunctionBundle>> {
  const bundle = async (entry: FunctionEntry) =>
    [entry, await bundleFunction(entry, join(folder, entry))] as const;
  return new Map(await Promise.all(wanted.map(bundle)));
}

export interface HandlerCall {
  readonly entry: FunctionEntry;
  readonly event: unknown;
}

/** What a handler answered, or the error that Lambda would hand on. */
export interface HandlerResult {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface CalledHandlers {
  readonly answers: readonly HandlerResult[];
  /** What they printed. */
  readonly stdout: string;
  readonly stderr: string;
}

const program = `
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
const answers = [];
for (const { folder, event } of JSON.parse(readFileSync('calls.json', 'utf8'))) {
  try {
    const { handler } = await import(folder + '/index.mjs');
    answers.push({ value: await handler(event, { awsRequestId: 'invocation-1' }) });
  } catch ({ name, message }) {
    answers.push({ error: { name, message } });
  }
}
writeFileSync('answers.json', JSON.stringify(answers));
`;

/**
 * Calls bundled handlers one after the other in one plain Node process, which finds no package but those in the bundles
 * and has no variable but those given.
 */
export async function callHandlers(
  calls: readonly HandlerCall[],
  { bundles, environment }: { bundles: string; environment: Readonly<Record<string, string>> },
): Promise<CalledHandlers> {
  const folder = keptFolder('lambda');
  const located = calls.map(({ entry, event }) => ({ folder: join(bundles, entry), event }));
  writeFileSync(join(folder, 'calls.json'), JSON.stringify(located));
  const options = { cwd: folder, env: environment, maxBuffer: 50_000_000 };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    options,
  );
  const answers = JSON.parse(readFileSync(join(folder, 'answers.json'), 'utf8')) as HandlerResult[];
  rmSync(folder, { recursive: true, force: true });
  return { answers, stdout, stderr };
}
