import { parse } from 'acorn';
import type { Shape } from '#sandbox/syntax/parse-program.ts';
import { stripTypes } from '#sandbox/syntax/strip-types.ts';

/** The statements of a module or of a part of one. @throws Error if it is no JavaScript, or TypeScript that Node runs. */
export function statementsOf(path: string, text: string): readonly Shape[] {
  const stripped = path.endsWith('.ts') ? stripTypes(text) : text;
  // Members of a class may use private names that only the rest of the class declares.
  const program = parse(stripped, { ecmaVersion: 'latest', sourceType: 'module', checkPrivateFields: false });
  return program.body as Shape[];
}

/** What a statement declares, exported or not. */
export const declarationIn = (node: Shape): Shape =>
  node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node;
