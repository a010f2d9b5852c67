/**
 * `npm run eval:improver -- FOLDER...`: counts for how many functions of server code a profile leads to one that can be improved. Another
 * parser finds the functions. A sample of them is rewritten as a model would, to see whether anything else changes.
 */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { table } from '../proof/tables.ts';
import { type Counts, evaluateFolder, type Problem } from './evaluate-folder.ts';

const { values, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    /** How many functions of each folder are rewritten, drawn at random. */
    sample: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
  },
});
const [sample, seed] = [wholeNumber('sample', values.sample), wholeNumber('seed', values.seed)];
if (folders.length === 0)
  throw new Error('Name folders of server code: npm run eval:improver -- ../shop/src');
for (const folder of folders)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`There is no folder ${folder}.`);

const evaluations = folders.map((folder) => {
  console.error(folder);
  return { folder, ...evaluateFolder(folder, sample, seed) };
});

const head = {
  files: 'files',
  leftOut: 'left out',
  refused: 'refused',
  functions: 'functions',
  targets: 'possible targets',
  tried: 'rewritten',
  notOffered: 'not offered',
  accepted: 'accepted',
} satisfies Record<keyof Counts, string>;
const columns = Object.keys(head) as readonly (keyof Counts)[];
const counted = evaluations.map(({ folder, counts }) => [folder, ...columns.map((name) => counts[name])]);
const total = (name: keyof Counts): number => evaluations.reduce((sum, { counts }) => sum + counts[name], 0);
console.log(table(['folder', ...Object.values(head)], [...counted, ['total', ...columns.map(total)]]));
console.log(`
${percent('targets', 'functions')} of the functions are possible targets, and ${percent('refused', 'files')} of the files are refused.
Of the functions that were rewritten, ${percent('notOffered', 'tried')} were not offered, because they are too long or hold hidden characters.
`);
console.log(problemsTable(evaluations.flatMap(({ problems }) => problems)));

function percent(part: keyof Counts, whole: keyof Counts): string {
  return `${((100 * total(part)) / Math.max(1, total(whole))).toFixed(2)} %`;
}

/** The most frequent kinds first. */
function problemsTable(problems: readonly Problem[]): string {
  const kinds = [...Map.groupBy(problems, ({ kind }) => kind)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  const rows = kinds.map(([kind, own]) => [own.length, kind, own[0]?.place ?? '']);
  return table(['count', 'problem', 'for example'], rows);
}

/** @throws Error that names the option. */
function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new Error(`--${name} takes a whole number: --${name} 20`);
  return number;
}
