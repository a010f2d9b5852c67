/** Lines from `from` up to, without, `to`. */
interface Region {
  readonly from: number;
  readonly to: number;
}

const heading = /^(#{1,6})\s+(.*)/;
const bullet = /^ {0,3}[-*+]\s+/;

/**
 * The changelog with the entry in its unreleased section, in the form that the changelog has: below "Performance" or "Changed"
 * where there are such headings, else on top of the section's list. Other lines and all line ends stay as they are.
 * @returns null if there is no unreleased section.
 */
export function withEntry(changelog: string, entry: string): string | null {
  const lines = changelog.split('\n');
  const section = unreleasedIn(lines);
  if (section === null) return null;
  const end = lines[section.from - 1]?.endsWith('\r') ? '\r' : '';
  const add = (at: number, ...added: readonly string[]): string =>
    lines.toSpliced(at, 0, ...added.map((line) => line + end)).join('\n');
  const blankBefore = (at: number): readonly string[] => ((lines[at] ?? '').trim() === '' ? [] : ['']);
  const mark = bulletOf(lines.slice(section.from)) ?? '- ';
  const kinds = kindsIn(lines, section);
  const kind =
    kinds.find(({ name }) => /performance/i.test(name)) ?? kinds.find(({ name }) => /^changed/i.test(name));
  const usesKinds = kinds.length > 0 || lines.some((line) => /^###\s+(added|changed|fixed)\b/i.test(line));
  if (!kind && usesKinds) {
    const at = lastWritten(lines, section) + 1;
    return add(at, '', '### Changed', '', mark + entry, ...blankBefore(at));
  }
  const region = kind ?? section;
  const first = lines.findIndex((line, i) => i >= region.from && i < region.to && bullet.test(line));
  if (first >= 0) return add(first, mark + entry);
  return add(region.from, '', mark + entry, ...blankBefore(region.from));
}

/** The text after `# … unreleased …`, up to the next heading that is not below it. */
export function unreleasedIn(lines: readonly string[]): Region | null {
  const start = lines.findIndex((line) => /^#{1,2}\s.*\bunreleased\b/i.test(line));
  if (start < 0) return null;
  const level = levelOf(lines[start] ?? '');
  const next = lines.findIndex((line, i) => i > start && levelOf(line) <= level);
  return { from: start + 1, to: next < 0 ? lines.length : next };
}

/** The parts of a section by the headings in it. */
function kindsIn(
  lines: readonly string[],
  { from, to }: Region,
): readonly (Region & { readonly name: string })[] {
  const starts = lines.flatMap((line, i) => (i >= from && i < to && heading.test(line) ? [i] : []));
  return starts.map((start, i) => ({
    name: heading.exec(lines[start] ?? '')?.[2] ?? '',
    from: start + 1,
    to: starts[i + 1] ?? to,
  }));
}

/** 7, below all headings, for a line that is none. */
const levelOf = (line: string): number => heading.exec(line)?.[1]?.length ?? 7;

/** The list mark of the first item, with the spaces around it. */
const bulletOf = (lines: readonly string[]): string | null =>
  lines.map((line) => bullet.exec(line)?.[0]).find((mark) => mark !== undefined) ?? null;

/** The last line of the section that is neither blank nor the address of a link. */
function lastWritten(lines: readonly string[], { from, to }: Region): number {
  const isText = (line: string) => line.trim() !== '' && !/^\[[^\]]+\]:/.test(line);
  return lines.slice(0, to).findLastIndex((line, i) => i < from || isText(line));
}
