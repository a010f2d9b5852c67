/**
 * `npm run eval:rules -- FOLDER...`: what the rules find in folders of code: counts by rule, and each hit with its place. Read
 * the rewrites with `--diffs` before you trust a new rule: a rule that is unsafe in one place of a million lines is no rule.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { RuleHit } from '#adapters/ast-grep/find-hits.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { countByRule, evaluateRules } from './evaluate-rules.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only this rule. */
    rule: { type: 'string' },
    /** Lists so many hits of each rule, drawn at random; all of them if it is large enough. */
    list: { type: 'string', default: '0' },
    /** Lists only hits with a rewrite, and shows it. */
    diffs: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
if (positionals.length === 0) throw new Error('Name at least one folder: npm run eval:rules -- FOLDER...');

const evaluation = await evaluateRules(positionals);
const counts = countByRule(evaluation).filter(
  ({ rule }) => values.rule === undefined || rule === values.rule,
);
console.log(`${evaluation.lines} lines in ${evaluation.files} files\n`);
console.log('| rule | hits | rewrites | hits per 100,000 lines |\n| --- | ---: | ---: | ---: |');
for (const { rule, hits, rewrites, hitsPer100kLines } of counts)
  console.log(`| ${rule} | ${hits} | ${rewrites} | ${hitsPer100kLines.toFixed(1)} |`);

for (const { rule } of counts) {
  const own = evaluation.hits.filter((hit) => hit.rule === rule && (!values.diffs || 'text' in hit.rewrite));
  const drawn = shuffled(own, seededRandom(Number(values.seed))).slice(0, Number(values.list));
  for (const hit of drawn) console.log(await described(hit));
}

async function described({ path, line, rule, function: name, rewrite }: RuleHit): Promise<string> {
  const before = await readFile(path, 'utf8');
  const heading = `\n${path}:${line} ${rule} in ${name ?? 'no function'}`;
  if ('reason' in rewrite)
    return `${heading}\n  ${before.split('\n')[line - 1]?.trim()}\n  ${rewrite.reason}`;
  return `${heading}\n${createTwoFilesPatch(path, path, before, rewrite.text, '', '', { context: 5 })}`;
}
