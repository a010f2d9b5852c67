/**
 * `npm run eval:proof`: tries the rewrites of the corpus, whose labels are known, on the real gates in the real sandbox,
 * and tells how many wrong ones would ship and how far the confidence can be trusted.
 */
import { parseArgs } from 'node:util';
import { confidenceIn, partsOf } from '#core/improvements/candidate/confidence.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { Manifest } from '#core/service/manifest.ts';
import { compareWithItself } from './against-itself.ts';
import { expectedCalibrationError, reliability } from './calibration.ts';
import { crossValidated, fitModel } from './fit.ts';
import { readCorpus } from './read-corpus.ts';
import { runTrials, type Tried } from './run-trials.ts';
import { type Ending, endingsTable, reliabilityTable, table } from './tables.ts';

const { values } = parseArgs({
  options: {
    functions: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    itself: { type: 'string', default: '30' },
    trials: { type: 'string' },
    fit: { type: 'boolean', default: false },
  },
});

/** A whole number from 0 on. @throws Error that names the option. */
function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--${name} takes a whole number: --${name} 20`);
  return number;
}

const seed = wholeNumber('seed', values.seed);
const corpus = readCorpus();
const names = values.functions?.split(',') ?? corpus.map(({ name }) => name);
const unknown = names.filter((name) => !corpus.some((found) => found.name === name));
if (unknown.length > 0)
  throw new Error(
    `unknown function: ${unknown.join(', ')}; choose from ${corpus.map(({ name }) => name).join(', ')}`,
  );
const chosen = corpus.filter(({ name }) => names.includes(name));
const all = chosen.flatMap((corpusFunction) =>
  corpusFunction.entries.map((entry) => ({ corpusFunction, entry })),
);
const planned =
  values.sample === undefined
    ? all
    : shuffled(all, seededRandom(seed)).slice(0, wholeNumber('sample', values.sample));

const { automaticAbove } = Manifest.shape.policy.parse({});
/** A model writes the corpus's candidates, as far as the confidence knows: the author that is trusted least. */
const noHistory = { promoted: 0, rolledBack: 0 };
/** Only what the gates showed counts here: the others count as passed, and a gain as certain. */
const evidenceOf = ({ trial: { coverage, calls, risks } }: Tried) => ({
  gates: [],
  coverage,
  calls,
  risks,
  benchmark: { ratio: 2, low: 2, high: 2, pairs: 20, before: { p50: 2, p95: 2 }, after: { p50: 1, p95: 1 } },
});
const authored = ({ trial: { linesChanged } }: Tried) => ({ source: 'model' as const, linesChanged });

function endingOf(tried: Tried): Ending {
  const { rejectedBy, review } = tried.trial;
  if (rejectedBy !== null) return rejectedBy;
  const { value } = confidenceIn(authored(tried), evidenceOf(tried), noHistory);
  return review.approvals === 0 && value >= automaticAbove ? 'automatic' : 'person';
}

const tried = await runTrials(planned, {
  seed,
  file: values.trials ?? null,
  onTried: (one, left) => {
    const { rejectedBy, seconds } = one.trial;
    const ending = rejectedBy === null ? 'passed the gates' : `rejected by ${rejectedBy}`;
    console.error(
      `${one.function}, ${one.label}, ${one.name}: ${ending}, ${seconds.toFixed(1)} s; ${left} left`,
    );
  },
});
const counted = tried.map((one) => ({ ...one, ending: endingOf(one) }));

console.log(`${tried.length} candidates, limit ${automaticAbove}, seed ${seed}.\n`);
console.log(endingsTable(counted));

const rejected = counted.filter(
  ({ label, ending }) => label === 'right' && (ending === 'tests' || ending === 'calls'),
);
if (rejected.length > 0) {
  console.log('\nRight candidates that were rejected:\n');
  console.log(
    table(
      ['candidate', 'why'],
      rejected.map((one) => [`${one.function}: ${one.name}`, cell(one.trial.detail)]),
    ),
  );
}
const shipped = counted.filter(({ label, ending }) => label === 'wrong' && ending === 'automatic');
if (shipped.length > 0) {
  console.log('\nWrong candidates that would ship automatically:\n');
  console.log(
    table(
      ['candidate', 'kind'],
      shipped.map((one) => [`${one.function}: ${one.name}`, one.kind]),
    ),
  );
}

const examples = counted
  .filter(({ ending }) => ending === 'person' || ending === 'automatic')
  .map((one) => ({
    function: one.function,
    parts: partsOf(authored(one), evidenceOf(one), noHistory),
    isRight: one.label === 'right',
    confidence: confidenceIn(authored(one), evidenceOf(one), noHistory).value,
  }));
console.log(`\nConfidence in the ${examples.length} candidates that passed the gates, as it is:\n`);
console.log(reliabilityTable(reliability(examples)));
console.log(`\nExpected calibration error ${expectedCalibrationError(examples).toFixed(3)}.`);
if (chosen.length > 1) {
  const judged = crossValidated(examples);
  console.log('\nEach confidence by a fit to the other functions:\n');
  console.log(reliabilityTable(reliability(judged)));
  console.log(`\nExpected calibration error ${expectedCalibrationError(judged).toFixed(3)}.`);
}
if (values.fit) {
  const { intercept, weights } = fitModel(examples);
  const rows = Object.entries({ intercept, ...weights }).map(([name, value]) => [name, value.toFixed(2)]);
  console.log(
    `\nThe fit to all, for core/improvements/candidate/confidence.ts:\n\n${table(['part', 'weight'], rows)}`,
  );
}

const runs = wholeNumber('itself', values.itself);
if (runs > 0) {
  const { calledDifferent } = await compareWithItself(chosen, runs, seed);
  console.log(`\nThe base against itself: called different in ${calledDifferent.length} of ${runs} runs.`);
  for (const one of calledDifferent) console.log(`- ${cell(one)}`);
}
const seconds = tried.map(({ trial }) => trial.seconds).toSorted((a, b) => a - b);
const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
console.log(
  `\nSeconds for a candidate: median ${median.toFixed(1)}, most ${(seconds.at(-1) ?? 0).toFixed(1)}.`,
);

/** In one cell of a table. */
function cell(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
