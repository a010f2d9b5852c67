import { petshop } from './petshop.ts';
import { runBacktest } from './run-backtest.ts';

/**
 * The diagnosis of the incidents at hand. Published on 36 others of the same service, whose causes are several: ranked
 * correlation 0.67 / 0.81, traversal of the anomalous 0.60 / 0.84.
 */
export function evaluateDiagnosis(): void {
  const scenarios = petshop.scenarios();
  const answers = runBacktest('diagnosis', { scenarios, incidents: petshop.incidents() }) as Record<
    string,
    string[]
  >;
  const causes = Object.entries(petshop.causes());
  const within = (places: number) =>
    causes.filter(([id, cause]) => answers[id]?.slice(0, places).includes(cause)).length / causes.length;
  console.log('| incidents | first | among the first three |');
  console.log('| --- | --- | --- |');
  console.log(`| ${causes.length}, of one cause | ${within(1).toFixed(2)} | ${within(3).toFixed(2)} |`);
}
