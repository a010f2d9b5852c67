import { type LeftOut, StaticScan } from '#core/performance/findings/static-finding.ts';
import { leftOutReasons } from '#core/service/left-out.ts';
import { parse } from '#core/validation.ts';
import { analyzeSources } from './analyze-sources.ts';
import { evenly } from './evenly.ts';
import type { LeftOutPath } from './list-sources.ts';
import { readSources } from './read-sources.ts';

const mostExamples = 3;

/**
 * Reads a folder and finds suspicious places in it, running none of its code and loading none of its configuration.
 * @param most of the findings that are listed.
 * @throws InvalidInput, what `listSources` throws.
 */
export async function scanFolder(root: string, most: number): Promise<StaticScan> {
  const { files, leftOut } = await readSources(root);
  const { findings, unparsable, failures } = await analyzeSources(files);
  const unread = unparsable.map((path): LeftOutPath => ({ path, reason: 'unparsable' }));
  return parse(
    StaticScan,
    {
      findings: evenly(findings, most),
      notListed: Math.max(0, findings.length - most),
      files: files.length,
      lines: files.reduce((sum, { text }) => sum + text.split('\n').length, 0),
      leftOut: summaryOf([...leftOut, ...unread]),
      failures,
    },
    'the result of the scan',
    'scan/invalid-result',
  );
}

function summaryOf(leftOut: readonly LeftOutPath[]): LeftOut[] {
  return leftOutReasons.flatMap((reason) => {
    const paths = leftOut.filter((item) => item.reason === reason).map(({ path }) => path);
    if (paths.length === 0) return [];
    return [{ reason, count: paths.length, examples: paths.toSorted().slice(0, mostExamples) }];
  });
}
