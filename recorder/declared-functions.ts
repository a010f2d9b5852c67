import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ScriptLines } from './script-lines.ts';
import { scriptPath } from './service-files.ts';
import type { CallFrame } from './stack-reader.ts';

const mostImports = 100;
const endings = ['', '.js', '.cjs', '.mjs', '.ts', '/index.js', '/index.ts'];
const relativeImport = /(?:\brequire\s*\(|\bfrom|\bimport)\s*["'](\.[^"']*)["']/g;

const name = '([\\p{ID_Start}$_][\\p{ID_Continue}$]*)';
const declarations = [
  `\\bfunction\\b\\s*\\*?\\s*${name}\\s*\\(`,
  `(?:\\b(?:const|let|var)\\s+|\\bexports\\.)${name}\\s*=\\s*(?:async\\b\\s*)?(?:function\\b|\\(|${name}\\s*=>)`,
  `^\\s*(?:(?:static|async|public|private|protected)\\s+)*\\*?${name}\\s*\\([^()]*\\)\\s*(?::[^{]*)?\\{\\s*$`,
].map((pattern) => new RegExp(pattern, 'u'));

/**
 * The functions with one of these names that a script declares, or a file that it imports by a relative path. Only texts are looked at:
 * what looks like a declaration is one.
 * @param script as V8 knows it.
 */
export function declaredFunctions(
  script: string,
  names: ReadonlySet<string>,
  linesOf: ScriptLines,
): readonly CallFrame[] {
  const text = linesOf(script).join('\n');
  const imported = new Set([...text.matchAll(relativeImport)].map(([, path = '']) => path));
  const files = [...imported].slice(0, mostImports).map((path) => fileFrom(script, path, linesOf));
  return [script, ...files].flatMap((url) => (url === undefined ? [] : declaredIn(url, names, linesOf)));
}

function declaredIn(url: string, names: ReadonlySet<string>, linesOf: ScriptLines): readonly CallFrame[] {
  const some = [...names];
  return linesOf(url).flatMap((line, lineNumber) => {
    if (!some.some((one) => line.includes(one))) return [];
    const found = declarations.map((pattern) => pattern.exec(line)).find((one) => names.has(one?.[1] ?? ''));
    const functionName = found?.[1];
    return functionName ? [{ functionName, url, lineNumber, columnNumber: line.indexOf(functionName) }] : [];
  });
}

/** The file that a relative path means, written as V8 writes the script's own. */
function fileFrom(script: string, path: string, linesOf: ScriptLines): string | undefined {
  const base = resolve(dirname(scriptPath(script) ?? ''), path);
  const urlOf = (file: string) => (script.startsWith('file:') ? pathToFileURL(file).href : file);
  return endings.map((ending) => urlOf(base + ending)).find((url) => linesOf(url).length > 0);
}
