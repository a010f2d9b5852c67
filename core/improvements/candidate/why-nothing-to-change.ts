import type { Finding } from '../../performance/findings/finding.ts';
import type { Snapshot } from './candidate.ts';

/**
 * One sentence where a profile names no source of the service, as that of built code without source maps does; `null` if it
 * names one, or there is no profile.
 * @param sources the globs of the manifest.
 */
export function whyNothingToChange(
  { hottest }: Pick<Finding, 'hottest'>,
  { files }: Pick<Snapshot, 'files'>,
  sources: readonly string[],
): string | null {
  const known = new Set(files.map(({ path }) => path));
  const [first] = hottest;
  if (!first || hottest.some(({ file }) => known.has(file))) return null;
  const remedy = /(^|\/)node_modules\//.test(first.file)
    ? 'it belongs to a package, which is not changed'
    : 'built code needs source maps where it runs';
  return `the hottest code lies in ${first.file}, outside of the sources (${sources.join(', ')}): ${remedy}`;
}
