import type { LeftOut, StaticFinding } from '#core/performance/findings/static-finding.ts';
import { visible } from '../visible.ts';
import type { FolderScan } from './scan-for-people.ts';

/**
 * A scan for people: by rule, those that we can fix first, the places with what we would do; then what was read and what
 * was not.
 * @param most places of each rule.
 */
export function scanLines(scan: FolderScan, most: number): readonly string[] {
  const byRule = [...Map.groupBy(scan.findings, ({ rule }) => rule).values()];
  return [
    ...byRule
      .toSorted((a, b) => fixable(b) - fixable(a) || a.length - b.length)
      .flatMap((item) => ruleLines(item, most)),
    ...endLines(scan),
  ];
}

const fixable = (findings: readonly StaticFinding[]): number =>
  findings.filter(({ whyNoFix }) => whyNoFix === null).length;

function ruleLines(findings: readonly StaticFinding[], most: number): readonly string[] {
  const [first] = findings;
  if (!first) return [];
  const shared = findings.every(({ whyNoFix }) => whyNoFix === first.whyNoFix) ? first.whyNoFix : null;
  const more = findings.length - most;
  return [
    `${first.rule} (${first.analyzer}), ${countOf(findings.length, 'place')}, ${fixable(findings)} with a fix`,
    `  ${first.message}`,
    ...(shared === null ? [] : [`  No fix: ${visible(shared)}`]),
    ...findings
      .toSorted((a, b) => fixable([b]) - fixable([a]))
      .slice(0, most)
      .map((finding) => `  ${placeOf(finding)}${shared === null ? `: ${fixOf(finding)}` : ''}`),
    ...(more > 0 ? [`  … and ${more} more; --all prints them.`] : []),
    '',
  ];
}

const placeOf = ({ path, line, function: around }: StaticFinding): string =>
  `${visible(path)}:${line}${around ? ` in ${visible(around.name)}` : ''}`;

const fixOf = ({ whyNoFix }: StaticFinding): string =>
  whyNoFix === null ? 'a rule writes the fix' : `no fix: ${visible(whyNoFix)}`;

function endLines({
  findings,
  notListed,
  files,
  lines,
  seconds,
  leftOut,
  failures,
}: FolderScan): readonly string[] {
  const found = findings.length + notListed;
  return [
    `${countOf(found, 'place')} in ${countOf(files, 'file')} with ${lines} lines, in ${seconds.toFixed(1)} s. Nothing was run and nothing was measured:`,
    'whether a place costs time, only measurements of your service can tell.',
    ...(notListed > 0 ? [`? ${notListed} more places are not listed.`] : []),
    ...failures.map((failure) => `? ${visible(failure)}`),
    ...leftOut.map(leftOutLine),
  ];
}

const nameOf: Readonly<Record<LeftOut['reason'], string>> = {
  packages: 'with the code of others',
  generated: 'generated, minified or built',
  'tests and configuration': 'of tests or configuration',
  declarations: 'with declarations only',
  links: 'that are links',
  'too large': 'too large',
  unreadable: 'that cannot be read',
  unparsable: 'that cannot be parsed',
};

function leftOutLine({ reason, count, examples }: LeftOut): string {
  const more = count > examples.length ? ', …' : '';
  return `? left out, ${nameOf[reason]}: ${count} (${examples.map(visible).join(', ')}${more})`;
}

const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
