import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/**
 * Characters that show nothing, reorder what follows, or end a line for some programs only: what a reader sees is not what
 * runs (CVE-2021-42574).
 */
const hidden = /(?![\t\n\r]|\uFE0F)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Text that reads as something else than what it is. */
export function* hiddenCharacters(module: SourceModule): Generator<Fact> {
  const { program, text } = module.parsed;
  const begin = module.source.startsWith('\uFEFF') ? 1 : 0;
  for (const found of module.source.slice(begin).matchAll(hidden)) {
    const code = found[0].codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    const node = { ...program, start: found.index + begin };
    yield factAt(module, node, 'hidden characters', `the character U+${code}`, { isAnywhere: true });
  }
  for (const node of module.nodes) {
    if (node.type !== 'Identifier' && node.type !== 'PrivateIdentifier') continue;
    const isPlain = /^[\w$]+$/.test(node.name);
    if (!isPlain)
      yield factAt(module, node, 'hidden characters', `the name ${node.name}`, {
        isOnce: true,
        isAnywhere: true,
      });
    else if (text.slice(node.start, node.end).includes('\\'))
      yield factAt(module, node, 'hidden characters', `the name ${node.name}, written with escapes`);
  }
}
