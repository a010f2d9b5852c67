import { join, posix } from 'node:path';
import * as z from 'zod';
import { type BuildOutput, filesOf } from '../../isolation/build-output.ts';
import { readOutput } from '../read-output.ts';

/** A file that a build wrote, with the sources that it was made of. */
export interface CompiledFile {
  readonly path: string;
  readonly text: string;
  /** As its source map names them, below the root of the tree; null where it has none. */
  readonly sources: readonly string[] | null;
}

const mostFiles = 2_000;
const largest = 4 * 1024 ** 2;
const SourceMap = z.object({ sources: z.array(z.string().nullable()), sourceRoot: z.string().optional() });

/** The JavaScript in a build's output; what cannot be read is left out. */
export async function readCompiledFiles(tree: string, output: BuildOutput): Promise<readonly CompiledFile[]> {
  const paths = filesOf(tree, output).filter((path) => /\.[cm]?js$/.test(path));
  const files = await Promise.all(
    paths.slice(0, mostFiles).map(async (path) => {
      const text = await readOutput(join(tree, path), largest);
      return text === null ? [] : [{ path, text, sources: await sourcesOf(tree, path, text) }];
    }),
  );
  return files.flat();
}

async function sourcesOf(tree: string, path: string, text: string): Promise<readonly string[] | null> {
  const address = [...text.matchAll(/^\/\/# sourceMappingURL=(\S+)$/gm)].at(-1)?.[1];
  if (address === undefined) return null;
  const folder = posix.dirname(path);
  const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(address)?.[1];
  const written =
    inline === undefined
      ? await readOutput(join(tree, posix.join(folder, decodeURI(address))), largest)
      : Buffer.from(inline, 'base64').toString();
  const map = SourceMap.safeParse(parsed(written ?? ''));
  if (!map.success) return null;
  const { sources, sourceRoot = '' } = map.data;
  return sources.flatMap((source) => (source === null ? [] : [posix.join(folder, sourceRoot, source)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * The files that a source was compiled to: those whose map names it, and else the one whose path has the same end, as
 * `dist/api/cart.js` and `src/api/cart.ts` do.
 */
export function compiledFrom(source: string, files: readonly CompiledFile[]): readonly CompiledFile[] {
  const mapped = files.filter(({ sources }) => sources?.includes(source));
  if (mapped.length > 0)
    return mapped.toSorted((a, b) => (a.sources ?? []).length - (b.sources ?? []).length);
  const [first, second] = files
    .filter(({ sources }) => sources === null)
    .map((file) => ({ file, equal: equalAtEnd(file.path, source) }))
    .filter(({ equal }) => equal > 0)
    .toSorted((a, b) => b.equal - a.equal);
  return first === undefined || first.equal === second?.equal ? [] : [first.file];
}

/** The number of last parts in which two paths agree, without their extension. */
function equalAtEnd(path: string, other: string): number {
  const parts = path
    .replace(/\.\w+$/, '')
    .split('/')
    .reverse();
  const others = other
    .replace(/\.\w+$/, '')
    .split('/')
    .reverse();
  const different = parts.findIndex((part, i) => part !== others[i]);
  return different === -1 ? parts.length : different;
}
