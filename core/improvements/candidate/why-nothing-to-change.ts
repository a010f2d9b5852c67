import type { Finding } from '../../performance/findings/finding.ts';
import type { Snapshot } from './candidate.ts';

/**
 * One sentence where a profile names no source of the service, as that of built code without source maps does; `null` if it
 * names one, or there is no profile.
 */
export function whyNothingToChange({ hottest }: Finding, { files }: Snapshot): string | null {
  const sources = new Set(files.map(({ path }) => path));
  const [first] = hottest;
  if (!first || hottest.some(({ file }) => sources.has(file))) return null;
  return `the time goes to ${first.file}, and no such file is among the sources: built code needs source maps where it runs`;
}
