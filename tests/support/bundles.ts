import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FunctionEntry, functionAccess } from '#lib/access/function-access.ts';
import { root } from '#lib/bundle/build-options.ts';
import { bundleFunction, type FunctionBundle } from '#lib/bundle/bundle-function.ts';
import { keptFolder } from './temporary-folder.ts';

export const entries = Object.keys(functionAccess) as readonly FunctionEntry[];

/** The environment variables that a function's bundled code reads with `readEnvironment`. */
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

/** Bundles functions into subfolders that are named for their entries. */
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

/** The value that a handler returned, or the error that Lambda would report. */
export interface HandlerResult {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface HandlerCalls {
  readonly results: readonly HandlerResult[];
  /** Output of all handlers together. */
  readonly stdout: string;
  readonly stderr: string;
}

const program = `
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
const results = [];
for (const { folder, event } of JSON.parse(readFileSync('calls.json', 'utf8'))) {
  try {
    const { handler } = await import(folder + '/index.mjs');
    results.push({ value: await handler(event, { awsRequestId: 'invocation-1' }) });
  } catch ({ name, message }) {
    results.push({ error: { name, message } });
  }
}
writeFileSync('results.json', JSON.stringify(results));
`;

/**
 * Calls bundled handlers sequentially in one plain Node process. The process finds only the packages in the bundles
 * and has only the given environment variables.
 */
export async function callHandlers(
  calls: readonly HandlerCall[],
  { bundles, environment }: { bundles: string; environment: Readonly<Record<string, string>> },
): Promise<HandlerCalls> {
  const folder = keptFolder('lambda');
  const located = calls.map(({ entry, event }) => ({ folder: join(bundles, entry), event }));
  writeFileSync(join(folder, 'calls.json'), JSON.stringify(located));
  const options = { cwd: folder, env: environment, maxBuffer: 50_000_000 };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program],
    options,
  );
  const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as HandlerResult[];
  rmSync(folder, { recursive: true, force: true });
  return { results, stdout, stderr };
}
