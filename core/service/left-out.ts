import { posix } from 'node:path';
import { protectionOf } from './protected-paths.ts';

/** Why static analysis leaves a file or folder out. */
export const leftOutReasons = [
  'packages',
  'generated',
  'tests and configuration',
  'declarations',
  'links',
  'too large',
  'unreadable',
  'unparsable',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Names of folders with the code of others. */
const packageFolders = ['node_modules', 'bower_components', 'jspm_packages', 'vendor', 'third_party'];
const generatedFolders = ['dist', 'build', 'out', 'coverage', 'generated', '__generated__'];
const generatedFiles = ['*.min.*', '*.bundle.*', '*.generated.*', '*.gen.*'];

/** In bytes. Larger files are bundles or data, which nobody edits. */
export const largestSource = 500_000;
/** In characters. Nobody writes such a line; a minifier does. */
const longestLine = 5_000;
/** Of the mean line, in characters. */
const densest = 200;

export const isSourceName = (name: string): boolean => /\.[cm]?[jt]sx?$/.test(name);

/** Why a folder is not opened, by its name; `null` if it is. */
export function whyFolderIsLeftOut(name: string): LeftOutReason | null {
  if (packageFolders.includes(name)) return 'packages';
  return generatedFolders.includes(name) ? 'generated' : null;
}

/** Why a source file is left out, by its path; `null` if it is not. No candidate could change what is protected. */
export function whyFileIsLeftOut(path: string): LeftOutReason | null {
  const name = posix.basename(path);
  if (/\.d(\.\w+)?\.[cm]?ts$/.test(name)) return 'declarations';
  if (generatedFiles.some((glob) => posix.matchesGlob(name, glob))) return 'generated';
  return protectionOf(path) === null ? null : 'tests and configuration';
}

/** Whether a program has written the text: it says so at its beginning, or has lines as no person writes them. */
export function isGenerated(text: string): boolean {
  if (/@generated\b|\bdo not edit\b|\bauto-?generated\b/i.test(text.slice(0, 500))) return true;
  const lines = text.split('\n');
  return text.length / lines.length > densest || lines.some((line) => line.length > longestLine);
}
