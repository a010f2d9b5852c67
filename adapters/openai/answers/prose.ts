import { clean } from '../untrusted.ts';
import type { AnswerProse } from './answer.ts';
import { fenceAfter } from './fences.ts';
import { pathOnly } from './paths.ts';
import { isSearchMarker } from './search-replace.ts';

const longest = { title: 90, all: 2_000 };

/** What an answer says before its first block of code. */
export function readProse(text: string): AnswerProse {
  const lines = text.slice(0, 4 * longest.all).split('\n');
  const code = lines.findIndex(
    (line) =>
      fenceAfter(line, undefined) || isSearchMarker(line) || /^(?:diff --git|---|\+\+\+) ./.test(line),
  );
  const said = (code < 0 ? lines : lines.slice(0, code)).filter((line) => pathOnly(line) === null);
  const prose = clean(said.join('\n'), longest.all).trim();
  const [first = '', ...rest] = prose.split('\n');
  const title = first.replace(/^(?:#+\s*|\d+\.\s*|\*\*|title:\s*)+/i, '').replace(/[*.\s]+$/, '');
  const isTitle = title.length > 0 && title.length <= longest.title && !/^[<{[]|:$/.test(title);
  return { title: isTitle ? title : '', rationale: (isTitle ? rest.join('\n') : prose).trim() };
}
