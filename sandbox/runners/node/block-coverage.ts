import { Session } from 'node:inspector';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A block of code, and how often it ran. */
export interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** The blocks of each function, by the path of its module below the service's root. */
export type BlockCoverage = Readonly<Record<string, readonly (readonly Block[])[]>>;

/** Counts what runs from now on. @returns reads what ran of the modules with these paths. */
export function countBlocks(root: string, paths: readonly string[]): () => BlockCoverage {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return () => {
    const found: Record<string, (readonly Block[])[]> = {};
    const pathOf = new Map(paths.map((path) => [pathToFileURL(join(root, path)).href, path]));
    session.post('Profiler.takePreciseCoverage', (_, { result } = { result: [] }) => {
      for (const { url, functions } of result) {
        const path = pathOf.get(url);
        if (path !== undefined) found[path] = functions.map(({ ranges }) => ranges);
      }
    });
    return found;
  };
}
