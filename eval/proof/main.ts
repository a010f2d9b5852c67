/**
 * `npm run eval:proof`: tries the rewrites of the corpus, whose labels are known, on the real gates in the real sandbox,
 * and tells how many wrong ones would ship and how far the confidence can be trusted.
 */
import { parseArgs } from 'node:util';
import { quantile } from '#core/numbers/quantile.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { Manifest } from '#core/service/manifest.ts';
import { compareWithItself, verifyItself } from './against-itself.ts';
import { type Assessed, assess, examplesOf } from './assess.ts';
import { errorByChance, expectedCalibrationError, type Judged, reliability } from './calibration.ts';
import { crossValidated, fitModel } from './fit.ts';
import { keepExamples } from './kept-examples.ts';
import { type CorpusFunction, readCorpus } from './read-corpus.ts';
import { runTrials } from './run-trials.ts';
import { endingsTable, reliabilityTable, table } from './tables.ts';

const { values } = parseArgs({
  options: {
    /** Names of functions, with commas between; all without it. */
    functions: { type: 'string' },
    /** Try so many candidates only, drawn at random. */
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    /** How often bases are compared with themselves. */
    itself: { type: 'string', default: '30' },
    /** How often the base of a small service is verified against itself, by all gates, which takes half a minute. */
    verifications: { type: 'string', default: '0' },
    /** A file that keeps each trial: what it has is not tried again. */
    trials: { type: 'string' },
    /** Fit the weights of the confidence; of a whole run, keep what they were fitted to. */
    fit: { type: 'boolean', default: false },
  },
});

const seed = wholeNumber('seed', values.seed);
const { automaticAbove } = Manifest.shape.policy.parse({});
const chosen = chooseFunctions(readCorpus(), values.functions?.split(','));
const all = chosen.flatMap((corpusFunction) =>
  corpusFunction.entries.map((entry) => ({ corpusFunction, entry })),
);
const planned =
  values.sample === undefined
    ? all
    : shuffled(all, seededRandom(seed)).slice(0, wholeNumber('sample', values.sample));

const tried = await runTrials(planned, {
  seed,
  file: values.trials ?? null,
  onTried: ({ function: name, label, name: what, trial: { rejectedBy, seconds } }, left) => {
    const ending = rejectedBy === null ? 'passed the gates' : `rejected by ${rejectedBy}`;
    console.error(`${name}, ${label}, ${what}: ${ending}, ${seconds.toFixed(1)} s; ${left} left`);
  },
});
const assessed = tried.map((one) => assess(one, automaticAbove));

console.log(`${assessed.length} candidates, limit for automatic shipping ${automaticAbove}, seed ${seed}.\n`);
console.log(endingsTable(assessed));
listCandidates(
  'Right candidates that a gate rejected',
  assessed.filter(({ label, trial }) => label === 'right' && trial.rejectedBy !== null),
);
listCandidates(
  'Wrong candidates that would ship automatically',
  assessed.filter(({ label, ending }) => label === 'wrong' && ending === 'automatic'),
);

const examples = examplesOf(assessed);
const judged = assessed
  .filter(({ trial }) => trial.rejectedBy === null)
  .map(({ confidence, label }) => ({ confidence: confidence.value, isRight: label === 'right' }));
printReliability(`The confidence in the ${judged.length} candidates that passed the gates`, judged);
if (chosen.length > 1)
  printReliability('The same, each by a fit to the other functions', crossValidated(examples));
if (values.fit) {
  if (planned.length === all.length && values.functions === undefined) keepExamples(examples);
  const { intercept, weights } = fitModel(examples);
  const rows = Object.entries({ intercept, ...weights }).map(([name, weight]) => [name, weight.toFixed(2)]);
  console.log(
    `\nThe fit to all, for core/improvements/candidate/confidence.ts:\n\n${table(['part', 'weight'], rows)}`,
  );
}

const runs = wholeNumber('itself', values.itself);
const calledDifferent = await compareWithItself(chosen, runs, seed);
console.log(`\nThe base against itself: called different in ${calledDifferent.length} of ${runs} runs.`);
for (const one of calledDifferent) console.log(`- ${one}`);
const verifications = wholeNumber('verifications', values.verifications);
const calledBetter = await verifyItself(verifications, seed);
console.log(
  `A service against itself, by all gates: called different or faster in ${calledBetter.length} of ${verifications} verifications.`,
);
for (const one of calledBetter) console.log(`- ${one}`);

const seconds = Float64Array.from(assessed, ({ trial }) => trial.seconds).sort();
const [median, most] = [0.5, 1].map((share) => quantile(seconds, share).toFixed(1));
console.log(`\nSeconds for a candidate: median ${median}, most ${most}.`);

/** A whole number from 0 on. @throws Error that names the option. */
function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--${name} takes a whole number: --${name} 20`);
  return number;
}

function chooseFunctions(
  corpus: readonly CorpusFunction[],
  names: readonly string[] | undefined,
): readonly CorpusFunction[] {
  const known = corpus.map(({ name }) => name);
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`unknown function: ${unknown.join(', ')}; choose from ${known.join(', ')}`);
  return corpus.filter(({ name }) => names === undefined || names.includes(name));
}

function listCandidates(title: string, listed: readonly Assessed[]): void {
  if (listed.length === 0) return;
  const rows = listed.map(({ function: name, name: what, kind, confidence, trial }) => [
    `${name}: ${what}`,
    kind,
    confidence.value.toFixed(3),
    trial.detail,
  ]);
  console.log(
    `\n${title}:\n\n${table(['candidate', 'kind', 'confidence', 'what the last gate said'], rows)}`,
  );
}

function printReliability(title: string, confidences: readonly Judged[]): void {
  console.log(`\n${title}:\n\n${reliabilityTable(reliability(confidences))}`);
  const [error, byChance] = [
    expectedCalibrationError(confidences),
    errorByChance(confidences, seededRandom(seed)),
  ];
  console.log(
    `\nExpected calibration error ${error.toFixed(3)}; a perfect confidence would show ${byChance.toFixed(3)} by chance.`,
  );
}
