import type { HotCode } from './heat.ts';
import { type Part, percent } from './part.ts';

const mostLines = 10;
/** Characters of a line. */
const longest = 160;

/** Which lines of the function take the time; nothing if the profile does not tell. */
export function lineProfile(hot: HotCode | undefined): readonly Part[] {
  if (!hot || hot.lines.length === 0) return [];
  const { file, target, lines } = hot;
  const source = file.text.split(/\r?\n/);
  const text = lines
    .slice(0, mostLines)
    .map(
      ({ line, share }) =>
        `${percent(share)} line ${line}: ${source[line - 1]?.trim().slice(0, longest) ?? ''}`,
    );
  return [{ name: `lines of ${target.name} that run or wait`, text: text.join('\n'), heat: 1 }];
}
