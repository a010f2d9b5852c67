import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { readCode } from '../../eval/improver/rules/read-code.ts';

/** That many lines of the folder's code, which is taken again and again until it is long enough. */
export async function codeOf(folder: string, lines: number): Promise<readonly SourceFile[]> {
  const code = await readCode(folder);
  if (code.length === 0) throw new Error(`The folder has no JavaScript or TypeScript: ${folder}`);
  const taken: SourceFile[] = [];
  for (let left = lines, i = 0; left > 0; i += 1) {
    const file = code[i % code.length];
    if (!file) break;
    taken.push({ path: `${Math.floor(i / code.length)}/${file.path}`, text: file.text });
    left -= file.text.split('\n').length;
  }
  return taken;
}
