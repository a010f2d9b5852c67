/** `npm run eval:performance`: our judgment beside simpler rules, on simulated memory and on measurements of others. */
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

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in evaluations));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}; there are ${Object.keys(evaluations).join(', ')}`);
  process.exit(1);
}
for (const [name, judge] of Object.entries(evaluations)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n## ${name}\n`);
  judge();
}
