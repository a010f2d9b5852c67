import { refuse } from '../refuse.ts';

const comment = /(?:^|[^:'"`/])(?:\/\/+|\/\*+|<!--)\s*([^*]{0,200})/;
const part =
  '(?:code|functions?|file|methods?|class|implementation|logic|module|body|imports?|cases?|fields?|handlers?|lines?)';
/** What a comment says that stands for code. */
const standIns = [
  /^(?:\.{3}|…)/,
  new RegExp(
    `^(?:the )?(?:rest|remainder|remaining|other|existing|previous|same|original)\\b.{0,30}\\b${part}\\b.{0,30}(?:\\.{3}|…)?$`,
    'i',
  ),
  /^(?:the )?(?:rest|remainder|remaining|everything else)\b.{0,30}\b(?:unchanged|(?:the )?same|as (?:is|before)|omitted)\b/i,
  /^(?:(?:is |are |stays? |remains? )?(?:unchanged|omitted)|(?:same|as) (?:as )?(?:before|above))\b\W*$/i,
  new RegExp(`^${part}\\b.{0,20}\\b(?:unchanged|omitted|elided|(?:goes|stays|remains) here)\\b`, 'i'),
];
/** A line that no language has: `...`, `…,`, `# ...`, `[...]`. */
const onlyDots = /^(?:# ?)?[[({<]?\s*(?:\.{3,}|…)\s*[\])}>]?[,;]?$|^(?:\.{3,}|…)(?![\w$#[({'"`/]|\.)/;

/**
 * A comment that stands for code would delete what it stands for.
 * @throws InvalidInput `model/left-out`.
 */
export function refuseLeftOut(path: string, before: string, after: string): void {
  const known = new Set(before.split('\n').map((line) => line.trim()));
  const found = after.split('\n').find((line) => !known.has(line.trim()) && standsForCode(line.trim()));
  if (found !== undefined)
    refuse(
      'left-out',
      `The answer leaves code of ${path} out at "${found.trim().slice(0, 80)}": write all lines, or edits of those that change.`,
    );
}

function standsForCode(line: string): boolean {
  if (onlyDots.test(line)) return true;
  const said = comment
    .exec(line)?.[1]
    ?.replace(/^[[({<\s]+/, '')
    .trim();
  return said !== undefined && standIns.some((words) => words.test(said));
}
