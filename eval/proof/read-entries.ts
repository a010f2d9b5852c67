import type { CorpusEntry } from './read-corpus.ts';

/**
 * Reads the entries of a Markdown file: each has a heading, a line `Kind: …`, its code, and, if it is wrong, a second
 * block of code that shows it: one expression. `Kind: …, shown by its time` stands for that block where only the time differs.
 *
 * @throws Error that names the entry that has another form.
 */
export function readEntries(text: string, label: CorpusEntry['label'], file: string): readonly CorpusEntry[] {
  const [, ...sections] = text.split(/^## /m);
  return sections.map((section) => {
    const name = section.split('\n', 1)[0] ?? '';
    const kind = /^Kind: (.+)$/m.exec(section)?.[1];
    const [code, shownBy] = [...section.matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
    const isShownByTime = kind?.endsWith(', shown by its time') ?? false;
    const isWhole = shownBy !== undefined || label === 'right' || isShownByTime;
    if (kind === undefined || code === undefined || !isWhole)
      throw new Error(`${file}: "${name}" needs a kind, its code and, if it is wrong, what shows it`);
    return {
      name,
      label,
      kind: kind.replace(', shown by its time', ''),
      code,
      shownBy: shownBy?.trim().replace(/;$/, '') ?? null,
    };
  });
}
