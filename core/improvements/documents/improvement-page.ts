import { describeSteps } from '../../rollouts/planner/describe-plan.ts';
import { comparisonOf, stepsOf } from '../../rollouts/rollout.ts';
import type { Service } from '../../service/service.ts';
import { isApproved } from '../approval/is-approved.ts';
import type { Improvement } from '../improvement.ts';
import { asMarkdown, asQuote } from './markdown.ts';
import { proofSection } from './proof-section.ts';

/** An improvement that is about to be merged. */
export type ShippedImprovement = Improvement & { readonly candidate: NonNullable<Improvement['candidate']> };

/**
 * The page about an improvement, in Markdown, for its service's repository or for a pull request: what was slow, the
 * evidence, what changed and why it behaves the same, the benchmark, the planned rollout, and how to undo it.
 *
 * Findings, code and messages in it were written by others, so each of them is escaped.
 */
export function improvementPage(
  improvement: ShippedImprovement,
  service: Pick<Service, 'manifest' | 'deployment'>,
): string {
  const { id, candidate } = improvement;
  return [
    `# ${asMarkdown(candidate.title)}`,
    '',
    `Ironclaw Learning found, wrote and proved this change of ${asMarkdown(improvement.service)}. Its commit has the trailer ` +
      `\`Improvement: ${id}\`. This page says what was known when it was merged.`,
    '',
    ...slownessSection(improvement),
    ...changeSection(candidate, id),
    ...proofSection(improvement),
    ...rolloutSection(improvement, service),
    ...undoSection(id),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function slownessSection({ finding }: Improvement): readonly string[] {
  const { summary, from, to, requests, p50, p95, p99, confidence, rootCause, hottest } = finding;
  return [
    '## What was slow',
    '',
    `Finding: ${sentence(summary)}`,
    '',
    `Measured from ${stamp(from)} to ${stamp(to)} UTC: ${requests.toLocaleString('en-US')} requests, p50 ${milliseconds(p50)}, ` +
      `p95 ${milliseconds(p95)}, p99 ${milliseconds(p99)}; confidence ${Math.min(confidence, 0.999).toFixed(3)}.`,
    '',
    ...(rootCause ? [`Root cause: ${sentence(rootCause.summary)}`, ''] : []),
    ...(hottest.length > 0
      ? [
          'Where the time went, by a CPU profile:',
          '',
          '| function | file | its own share | with all that it calls |',
          '| --- | --- | ---: | ---: |',
          ...hottest.map(
            ({ name, file, line, self, total }) =>
              `| ${asMarkdown(name)} | ${asMarkdown(file)}, line ${line} | ${percent(self)} | ${percent(total)} |`,
          ),
          '',
        ]
      : []),
  ];
}

function changeSection(candidate: ShippedImprovement['candidate'], id: string): readonly string[] {
  const { source, author, path, function: name, linesChanged, rationale } = candidate;
  return [
    '## What changed',
    '',
    `${linesChanged} lines, mainly of ${asMarkdown(name)} in ${asMarkdown(path)}, written by the ${source} ` +
      `${asMarkdown(author)}. It says why:`,
    '',
    asQuote(rationale),
    '',
    'The change itself:',
    '',
    ...commandBlock(`git log -1 -p --no-merges --grep "^Improvement: ${id}$"`),
  ];
}

function rolloutSection(
  improvement: Improvement,
  { manifest, deployment }: Pick<Service, 'manifest' | 'deployment'>,
): readonly string[] {
  const comparison = comparisonOf(deployment, manifest.rollout);
  const compared =
    comparison === 'concurrent'
      ? 'beside the version before, which serves the other requests'
      : 'against the time before, because all requests get it at once';
  return [
    '## Rollout',
    '',
    `${isApproved(improvement) ? 'A person approved it.' : 'It was shipped without asking a person, as the policy allows.'} ` +
      `The manifest plans ${describeSteps({ steps: [...stepsOf(manifest.rollout, comparison)] })}, judged ${compared}. ` +
      'It is rolled back by itself, and this page removed, if a check finds a regression.',
    '',
  ];
}

const undoSection = (id: string): readonly string[] => [
  '## How to undo it',
  '',
  `An operator rolls it back by \`POST /improvements/${id}/rollback\`: all requests go back at once, and the merge is reverted. ` +
    'Without Ironclaw Learning:',
  '',
  ...commandBlock(`git revert -m 1 "$(git log -1 --merges --format=%H --grep '^Improvement: ${id}$')"`),
];

/** Holds nothing but our own words and the id, which has letters, digits and dashes. */
const commandBlock = (command: string): readonly string[] => ['```sh', command, '```', ''];

/** Some end with a full stop of their own. */
const sentence = (text: string): string => `${asMarkdown(text).replace(/\.$/, '')}.`;

/** With seconds: where windows are short, a finding may stand on less than a minute. */
const stamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');
const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
