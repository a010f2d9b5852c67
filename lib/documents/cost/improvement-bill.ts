import { prices } from '#core/costs/prices.ts';
import { Manifest } from '#core/service/manifest.ts';
import { secondsBetweenChecks } from '#core/service/rollout-limits.ts';
import { artifacts, generationSeconds, jobMinutes, metricsPerCheck, workflowTask } from './assumptions.ts';
import type { BillLine } from './bill-line.ts';
import { type Definition, shortestPath } from './shortest-path.ts';

/** States that an improvement passes, in this order, when its first candidate is promoted. */
const successfulStates = [
  'Enter',
  'BeginGenerating',
  'CheckBase',
  'Verify',
  'BeginDeploying',
  'Watch',
  'CompleteRollout',
  'Done',
];
const oneMoreCheck = ['Watch', 'Wait', 'Watch'];

const { rollout } = Manifest.parse({
  name: 'a',
  language: 'typescript',
  commands: { test: 't', start: 's' },
});

/**
 * The number of checks in a rollout with the default steps, when each step takes its shortest time. The mirrored
 * requests of a Lambda function are sent in one check.
 */
const checks =
  1 + rollout.steps.reduce((sum, { seconds }) => sum + seconds, 0) / secondsBetweenChecks(rollout);

/**
 * The bill of one improvement whose first candidate is promoted, without the model and without traffic.
 * @param definition the state machine, in which the transitions are counted.
 */
export function improvementBill(definition: Definition): readonly BillLine[] {
  const path = shortestPath(definition, successfulStates);
  const checkStates = shortestPath(definition, oneMoreCheck).slice(1);
  const states = [...path, ...Array.from({ length: checks - 1 }, () => checkStates).flat()];
  const lambdas = states.filter((name) => definition.States[name]?.Resource?.includes('lambda')).length;
  const jobs = states.filter((name): name is keyof typeof jobMinutes => name in jobMinutes);
  const minutes = jobs.reduce((sum, job) => sum + jobMinutes[job], 0);
  const generationGigabyteSeconds = 1.769 * generationSeconds;
  return [
    {
      item: 'State machine',
      price: prices.stepFunctions.transitions,
      units: states.length + 1,
      basis: `all states on the path, with ${checks} checks of the rollout`,
    },
    {
      item: 'Jobs',
      price: prices.codeBuild.x86Small,
      units: minutes,
      basis: jobs.map((job) => `${job} ${jobMinutes[job]}`).join(', '),
    },
    {
      item: 'Generation task, duration',
      price: prices.lambda.x86Duration,
      units: generationGigabyteSeconds,
      basis: `${generationSeconds} s at 1,769 MB, most of it waiting for the model`,
    },
    {
      item: 'Other tasks, duration',
      price: prices.lambda.duration,
      units: (lambdas - 1) * workflowTask.seconds * 0.5,
      basis: `${lambdas - 1} tasks of ${workflowTask.seconds} s at 512 MB`,
    },
    { item: 'Tasks, calls', price: prices.lambda.requests, units: lambdas, basis: 'one per task' },
    {
      item: 'Table, reads',
      price: prices.dynamodb.reads,
      units: lambdas * workflowTask.readUnits,
      basis: `${workflowTask.readUnits} units per task`,
    },
    {
      item: 'Table, writes',
      price: prices.dynamodb.writes,
      units: lambdas * workflowTask.writeUnits,
      basis: `${workflowTask.writeUnits} units per task`,
    },
    {
      item: 'Metrics read during the rollout',
      price: prices.cloudWatch.metricRequested,
      units: checks * metricsPerCheck,
      basis: `${metricsPerCheck} per check, if CloudWatch measures the service`,
    },
    {
      item: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: lambdas * workflowTask.log,
      basis: `${workflowTask.log * 1e6} KB per task, including the state machine's log`,
    },
    {
      item: 'Artifacts, writes',
      price: prices.s3.writes,
      units: artifacts.writes,
      basis: "the jobs' folders",
    },
    {
      item: 'Artifacts, reads',
      price: prices.s3.reads,
      units: artifacts.reads,
      basis: "the jobs' folders",
    },
    {
      item: 'Artifacts, storage',
      price: prices.s3.storage,
      units: artifacts.gb,
      basis: `${artifacts.gb * 1_000} MB for a month, most of it packages`,
    },
  ];
}
