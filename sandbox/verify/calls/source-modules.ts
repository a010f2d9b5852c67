import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const mostModules = 2_000;
const largestModule = 1024 ** 2;

/** The modules of a tree that JavaScript or TypeScript is in, by their path; what cannot be read is left out. */
export async function readSourceModules(
  tree: string,
  sources: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const modules = new Map<string, string>();
  const exclude = (path: string) => path.split('/').includes('node_modules');
  for await (const path of glob([...sources], { cwd: tree, exclude })) {
    if (!/\.[mc]?[jt]s$/.test(path) || path.endsWith('.d.ts')) continue;
    if (modules.size >= mostModules) break;
    const text = await readFile(join(tree, path), 'utf8').catch(() => null);
    if (text !== null && text.length <= largestModule) modules.set(path, text);
  }
  return modules;
}
