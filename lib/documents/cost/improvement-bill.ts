import { prices } from '#core/costs/prices.ts';
import { secondsBetweenChecks } from '#core/improvements/rollout/check-rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import { artifacts, generationSeconds, jobMinutes, metricsPerCheck, workflowTask } from './assumptions.ts';
import type { BillLine } from './bill-line.ts';
import { type Definition, shortestPath } from './shortest-path.ts';

/** The stages that every improvement passes that is kept at its first try, in their order. */
const successfulStates = [
  'Enter',
  'BeginGenerating',
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

/** Looks at a rollout in the default steps, each of which lasts no longer than it must. */
const checks = rollout.steps.reduce((sum, { seconds }) => sum + seconds, 0) / secondsBetweenChecks(rollout);

/**
 * The bill of one improvement that is kept at its first try, without the model and without the traffic.
 * @param definition the state machine's: how many transitions there are is counted in it.
 */
export function improvementBill(definition: Definition): readonly BillLine[] {
  const way = shortestPath(definition, successfulStates);
  const round = shortestPath(definition, oneMoreCheck).slice(1);
  const states = [...way, ...Array.from({ length: checks - 1 }, () => round).flat()];
  const lambdas = states.filter((name) => definition.States[name]?.Resource?.includes('lambda')).length;
  const jobs = states.filter((name): name is keyof typeof jobMinutes => name in jobMinutes);
  const minutes = jobs.reduce((sum, job) => sum + jobMinutes[job], 0);
  const generating = 1.769 * generationSeconds;
  return [
    {
      item: 'State machine',
      price: prices.stepFunctions.transitions,
      units: states.length + 1,
      basis: `the states that it passes, with ${checks} looks at the rollout`,
    },
    {
      item: 'Jobs',
      price: prices.codeBuild.x86Small,
      units: minutes,
      basis: jobs.map((job) => `${job} ${jobMinutes[job]}`).join(', '),
    },
    {
      item: 'Generating',
      price: prices.lambda.x86Duration,
      units: generating,
      basis: `${generationSeconds} s at 1,769 MB, most of it waiting for the model`,
    },
    {
      item: 'Other tasks',
      price: prices.lambda.duration,
      units: (lambdas - 1) * workflowTask.seconds * 0.5,
      basis: `${lambdas - 1} of ${workflowTask.seconds} s at 512 MB`,
    },
    { item: 'Calls of functions', price: prices.lambda.requests, units: lambdas, basis: 'one a task' },
    {
      item: 'Table, reads',
      price: prices.dynamodb.reads,
      units: lambdas * workflowTask.readUnits,
      basis: `${workflowTask.readUnits} units a task`,
    },
    {
      item: 'Table, writes',
      price: prices.dynamodb.writes,
      units: lambdas * workflowTask.writeUnits,
      basis: `${workflowTask.writeUnits} units a task`,
    },
    {
      item: 'Metrics read in the rollout',
      price: prices.cloudWatch.metricRequested,
      units: checks * metricsPerCheck,
      basis: `${metricsPerCheck} a look, where CloudWatch measures the service`,
    },
    {
      item: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: lambdas * workflowTask.log,
      basis: `${workflowTask.log * 1e6} KB a task, with what the state machine logs of it`,
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
      item: 'Artifacts kept',
      price: prices.s3.storage,
      units: artifacts.gb,
      basis: `${artifacts.gb * 1_000} MB, most of it packages, for a month`,
    },
  ];
}
