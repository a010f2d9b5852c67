/** `npm run eval:performance`: evaluates our analysis next to simpler rules, on simulated memory and public data sets. */
import { evaluateChanges } from './evaluate-changes.ts';
import { evaluateDetection } from './evaluate-detection.ts';
import { evaluateDiagnosis } from './evaluate-diagnosis.ts';
import { evaluateLeaks } from './evaluate-leaks.ts';

const evaluations = {
  changes: evaluateChanges,
  detection: evaluateDetection,
  diagnosis: evaluateDiagnosis,
  leaks: evaluateLeaks,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in evaluations));
if (unknown.length > 0) {
  console.error(
    `unknown evaluation: ${unknown.join(', ')}; choose from ${Object.keys(evaluations).join(', ')}`,
  );
  process.exit(1);
}
for (const [name, evaluate] of Object.entries(evaluations)) {
  if (names.length > 0 && !names.includes(name)) continue;
  console.log(`\n## ${name}\n`);
  evaluate();
}
