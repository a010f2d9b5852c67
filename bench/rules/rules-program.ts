import { findHits } from '#adapters/ast-grep/find-hits.ts';
import { findHitsInWorkers } from '#adapters/ast-grep/find-hits-in-workers.ts';
import { parseSource } from '#adapters/ast-grep/syntax.ts';
import { codeOf } from './code-of.ts';

/* One process of `bench/rules.ts`: `parse` parses each file, `thread` and `workers` find the hits of all rules. */

const [work, folder = '', lines = ''] = process.argv.slice(2);
const files = await codeOf(folder, Number(lines));
const begun = performance.now();
let hits = 0;
if (work === 'parse') for (const { path, text } of files) parseSource(path, text);
else hits = (work === 'thread' ? findHits(files) : await findHitsInWorkers(files)).length;
const seconds = (performance.now() - begun) / 1_000;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(
  JSON.stringify({
    seconds,
    processorSeconds: (userCPUTime + systemCPUTime) / 1e6,
    hits,
    bytes: maxRSS * 1_024,
  }),
);
