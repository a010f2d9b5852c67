import { unreleasedIn } from './unreleased-section.ts';

/** A text file of the repository just before and just after an entry was added, and as it is now. */
export interface ChangedText {
  readonly before: string;
  readonly after: string;
  readonly now: string;
}

/**
 * A changelog without the entry that turned `before` into `after`. Whatever else was written since stays. An entry that
 * somebody has edited, or that was released in the meantime, stays too: it was true of that release.
 */
export function withoutEntry({ before, after, now }: ChangedText): string {
  if (now === after) return before;
  const added = addedLines(before, after);
  const entry = added.find((line) => line.trim() !== '' && !line.startsWith('#'));
  const lines = now.split('\n');
  const section = unreleasedIn(lines);
  const at = lines.findIndex((line, i) => section && i >= section.from && i < section.to && line === entry);
  if (at < 0) return now;
  const left = lines.toSpliced(at, 1);
  const title = left.slice(0, at).findLastIndex((line) => line.trim() !== '');
  const next = left.findIndex((line, i) => i > title && line.trim() !== '');
  const isEmpty = next < 0 || (left[next] ?? '').startsWith('#');
  // The heading came with the entry, and nobody has used it since.
  if (added.includes(left[title] ?? '') && isEmpty)
    left.splice(title, (next < 0 ? left.length : next) - title);
  return left.join('\n');
}

/** What was inserted in one place. */
function addedLines(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const same = now.findIndex((line, i) => line !== old[i]);
  return same < 0 ? [] : now.slice(same, same + now.length - old.length);
}
