import { expandScript } from './expand-script.ts';
import type { FileView } from './file-view.ts';
import { asksFor, type PackageJson } from './package-json.ts';

const typeScripts = ['typecheck', 'type-check', 'check-types', 'check:types', 'types', 'tsc'];
const lintScripts = ['lint', 'lint:check', 'eslint', 'check:lint'];
const linters = ['eslint', '@biomejs/biome', 'oxlint', 'xo', 'standard', 'tslint', 'jshint'];

/** How the types are checked without writing anything; null if nothing does. */
export function typecheckOf(view: FileView, json: PackageJson): string | null {
  const script = joined(typeScripts, json);
  if (script !== null && /--noEmit\b|\bvue-tsc\b/.test(script)) return script;
  return view.has('tsconfig.json') && asksFor(json, 'typescript') ? 'tsc --noEmit -p .' : null;
}

/** The linter's line, which must not change files; null if there is none. */
export function lintOf(json: PackageJson): string | null {
  if (!linters.some((name) => asksFor(json, name))) return null;
  const script = joined(lintScripts, json);
  return script === null ? null : script.replaceAll(/\s--(?:fix|write|apply)\b(?:[=-]\S+)?/g, '');
}

/** What formats the code: fixes keep the form that their file has. */
export function formatterOf(view: FileView, json: PackageJson): string | null {
  if (asksFor(json, 'prettier')) return 'prettier';
  if (asksFor(json, '@biomejs/biome')) return 'biome';
  return view.has('.editorconfig') ? '.editorconfig' : null;
}

function joined(names: readonly string[], { scripts }: PackageJson): string | null {
  const commands = names.map((name) => expandScript(name, scripts)).find((found) => found?.length);
  return commands?.join(' && ') ?? null;
}
