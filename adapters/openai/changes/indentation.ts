const indentationOf = (line: string): string => /^\s*/.exec(line)?.[0] ?? '';

/**
 * Moves lines of an answer to where the file has them.
 * @param sought lines as the answer has them. @param found the same lines in the file.
 */
export function indentAs(sought: readonly string[], found: readonly string[]): (written: string) => string {
  const known = new Map<string, string>();
  for (const [i, line] of sought.entries())
    if (line.trim() !== '' && !known.has(indentationOf(line)))
      known.set(indentationOf(line), indentationOf(found[i] ?? ''));
  const unit = spacesInTab(known);
  return (written) => {
    const own = indentationOf(written);
    if (own === written) return written;
    const from = [...known.keys()]
      .filter((one) => own.startsWith(one))
      .toSorted(byLength)
      .at(-1);
    if (from === undefined) return written;
    const deeper = own.slice(from.length);
    const rest = unit > 0 ? deeper.replaceAll(' '.repeat(unit), '\t') : deeper;
    return (known.get(from) ?? '') + rest + written.slice(own.length);
  };
}

const byLength = (a: string, b: string): number => a.length - b.length;

/** How many spaces of the answer are a tab of the file; 0 if it has no tabs, or the answer has them too. */
function spacesInTab(known: ReadonlyMap<string, string>): number {
  const pair = [...known].find(([from, to]) => /^ +$/.test(from) && /^\t+$/.test(to));
  return pair ? Math.max(1, Math.round(pair[0].length / pair[1].length)) : 0;
}
