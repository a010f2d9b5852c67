/*
 * Files are named in many ways: `### 1. \`src/a.ts\` (new file)`, `**File:** src\a.ts`, `// src/a.ts`, `In src/a.ts:`.
 */

const extensions = /[^/\\.]\.(?:[cm]?[jt]sx?|json|md|ya?ml|sql|html?|css|sh|py|toml|lock|env)$/i;
const isPath = (word: string): boolean => extensions.test(word) && !/^https?:/i.test(word);

/** Words, without the marks that stand around paths. */
const wordsOf = (line: string): readonly string[] =>
  line
    .split(/[\s`*"'<>|,=]+/)
    .map((word) => word.replace(/^[[({#:]+/, '').replace(/[\])}:;]+$/, ''))
    .filter((word) => /\w/.test(word));

/** The only path of a text of any words. */
export function pathIn(text: string): string | null {
  // "typescript:src/a.ts" and "12:30:src/a.ts", but not "C:\a.ts" and "file:///a.ts".
  const words = wordsOf(text).map((word) => word.replace(/^(?:\w{2,}:|\d:)+(?![/\\])/, ''));
  const paths = new Set(words.filter(isPath));
  return paths.size === 1 ? ([...paths][0] ?? null) : null;
}

const besides =
  /^(?:\d+[.)]?|file|filename|path|new|edit|modified|updated?|changed?|created?|lines?|[\d-]+)$/i;

/** The path in a line that says nothing else. */
export function pathOnly(line: string): string | null {
  if (line.length > longest) return null;
  const path = pathIn(line);
  const others = wordsOf(line).filter((word) => !isPath(word));
  return others.every((word) => besides.test(word)) ? path : null;
}

/** The path in a line that leads over to a block of code: "In `src/a.ts`, keep a map:". */
export function pathAnnounced(line: string): string | null {
  if (line.length > longest || !/:[\s*_]*$|^\s*#|^\s*\*\*.*\*\*\s*$/.test(line)) return null;
  const path = pathIn(line);
  return path !== null && (/[/\\]/.test(path) || line.includes('`')) ? path : null;
}

/** Characters; a line that names a file is no longer. */
const longest = 300;
