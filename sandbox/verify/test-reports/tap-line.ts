/** One line of TAP 12 to 14, as far as it says something about a test. */
export type TapLine =
  | { readonly kind: 'point'; readonly depth: number; readonly point: TapPoint; readonly opensBlock: boolean }
  | { readonly kind: 'plan'; readonly depth: number; readonly count: number }
  | { readonly kind: 'comment'; readonly depth: number; readonly text: string }
  | { readonly kind: 'version' | 'block-end'; readonly depth: number }
  | { readonly kind: 'bail-out'; readonly reason: string };

export interface TapPoint {
  readonly name: string;
  readonly isOk: boolean;
  /** What is marked so may fail. */
  readonly directive: 'skip' | 'todo' | null;
  /** What its diagnostics say; empty without. */
  readonly message: string;
}

/** Spaces that a subtest stands further to the right than its parent. */
const step = 4;
/** The rest of a longer line is passed over. */
const longestLine = 4_000;

/** Reads every line; what is no TAP, such as output of the tests themselves, is left out. */
export function* readTapLines(text: string): Generator<TapLine> {
  const lines = text.split(/\r?\n/);
  let next = 0;
  while (next < lines.length) {
    const line = readTapLine((lines[next] ?? '').slice(0, longestLine));
    next += 1;
    if (line?.kind === 'point') {
      const diagnostics = readDiagnostics(lines, next);
      next = diagnostics.end;
      yield { ...line, point: { ...line.point, message: diagnostics.message } };
    } else if (line !== null) yield line;
  }
}

function readTapLine(line: string): TapLine | null {
  const rest = line.trimStart();
  const depth = Math.floor((line.length - rest.length) / step);
  const point = /^(not )?ok\b(?: +\d+)?(?: +-(?= ))? *(.*)$/.exec(rest);
  if (point)
    return { kind: 'point', depth, ...readPoint(point[1] === undefined, (point[2] ?? '').trimEnd()) };
  const plan = /^1\.\.(\d{1,9})\b/.exec(rest);
  if (plan) return { kind: 'plan', depth, count: Number(plan[1]) };
  if (rest.startsWith('# ')) return { kind: 'comment', depth, text: rest.slice(2).trim() };
  if (rest.startsWith('TAP version ')) return { kind: 'version', depth };
  if (rest.trimEnd() === '}') return { kind: 'block-end', depth };
  return rest.startsWith('Bail out!') ? { kind: 'bail-out', reason: rest.slice(9).trim() } : null;
}

function readPoint(isOk: boolean, description: string): { point: TapPoint; opensBlock: boolean } {
  const opensBlock = / \{$|^\{$/.test(description);
  const text = opensBlock ? description.slice(0, -1) : description;
  const start = text.search(/(?:^| )#\s?(?:skip|todo|time=)/i);
  const name = start === -1 ? text : text.slice(0, start);
  const directives = start === -1 ? '' : text.slice(start).toLowerCase();
  const directive = (['skip', 'todo'] as const).find((word) => new RegExp(`#\\s?${word}`).test(directives));
  const point = { name: unescaped(name.trim()), isOk, directive: directive ?? null, message: '' };
  return { point, opensBlock };
}

const unescaped = (name: string): string => name.replaceAll(/\\([\\#])/g, '$1');

/** The YAML after a test point, if there is some. `end` is the index of the line after it. */
function readDiagnostics(lines: readonly string[], start: number): { message: string; end: number } {
  const indent = /^( +)---\s*$/.exec(lines[start] ?? '')?.[1];
  if (indent === undefined) return { message: '', end: start };
  const last = lines.indexOf(`${indent}...`, start);
  const end = last === -1 ? lines.length : last;
  const inside = lines.slice(start + 1, end);
  const at = inside.findIndex((line) => /^ *(?:error|message):/.test(line));
  const value = /: *(.*)$/.exec((inside[at] ?? '').slice(0, longestLine))?.[1] ?? '';
  // A text of several lines begins on the next one.
  const message = /^[|>][-+]?$/.test(value) ? (inside[at + 1] ?? '').trim() : unquoted(value);
  return { message, end: end + 1 };
}

const unquoted = (value: string): string => /^(['"])(.*)\1$/.exec(value)?.[2] ?? value;
