import { SourceMap } from 'node:module';
import { join, posix } from 'node:path';
import * as z from 'zod';
import { type BuildOutput, filesOf } from '../../isolation/build-output.ts';
import { readOutput } from '../read-output.ts';

/** A file that a build wrote, with the sources that it was made of. */
export interface CompiledFile {
  readonly path: string;
  readonly text: string;
  /** Its source map, which names sources by their paths below the root of the tree; null where it has none. */
  readonly map: SourceMap | null;
}

const mostFiles = 2_000;
const largest = 4 * 1024 ** 2;
const Payload = z.object({
  version: z.number(),
  sources: z.array(z.string().nullable()),
  sourceRoot: z.string().default(''),
  mappings: z.string(),
});

/** The JavaScript in a build's output; what cannot be read is left out. */
export async function readCompiledFiles(tree: string, output: BuildOutput): Promise<readonly CompiledFile[]> {
  const paths = filesOf(tree, output).filter((path) => /\.[cm]?js$/.test(path));
  const files = await Promise.all(
    paths.slice(0, mostFiles).map(async (path) => {
      const text = await readOutput(join(tree, path), largest);
      return text === null ? [] : [{ path, text, map: await mapOf(tree, path, text) }];
    }),
  );
  return files.flat();
}

async function mapOf(tree: string, path: string, text: string): Promise<SourceMap | null> {
  const address = [...text.matchAll(/^\/\/# sourceMappingURL=(\S+)$/gm)].at(-1)?.[1];
  if (address === undefined) return null;
  const folder = posix.dirname(path);
  const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(address)?.[1];
  const written =
    inline === undefined
      ? await readOutput(join(tree, posix.join(folder, decodeURI(address))), largest)
      : Buffer.from(inline, 'base64').toString();
  const payload = Payload.safeParse(parsed(written ?? ''));
  if (!payload.success) return null;
  const { version, sources, sourceRoot, mappings } = payload.data;
  const below = sources.map((source) => (source === null ? '' : posix.join(folder, sourceRoot, source)));
  return new SourceMap({
    file: path,
    version,
    sources: below,
    sourcesContent: [],
    names: [],
    mappings,
    sourceRoot: '',
  });
}

/** The source of the code at an offset of a file, or null where its map does not say. */
export function sourceAt({ text, map }: CompiledFile, offset: number): string | null {
  const lines = text.slice(0, offset).split('\n');
  const entry = map?.findEntry(lines.length - 1, lines.at(-1)?.length ?? 0);
  return entry !== undefined && 'originalSource' in entry ? entry.originalSource : null;
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
  const sourcesOf = ({ map }: CompiledFile) => map?.payload.sources ?? [];
  const mapped = files.filter((file) => sourcesOf(file).includes(source));
  if (mapped.length > 0) return mapped.toSorted((a, b) => sourcesOf(a).length - sourcesOf(b).length);
  const [first, second] = files
    .filter(({ map }) => map === null)
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
