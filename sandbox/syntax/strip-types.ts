import { stripTypeScriptTypes } from 'node:module';

/**
 * Blanks out the types of TypeScript; every other character stays in its place.
 *
 * At the first call, Node warns that the function is experimental. The Node that runs this program is pinned, so the
 * warning would tell its readers nothing, and is suppressed.
 * @throws Error if the source is not TypeScript that Node runs as it is (enums, parameter properties, JSX).
 */
export function stripTypes(source: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(source, { mode: 'strip' });
  } finally {
    process.emitWarning = emitWarning;
  }
}
