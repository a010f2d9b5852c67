import { prices } from '#core/costs/prices.ts';
import { secondsBetweenChecks } from '#core/improvements/rollout/check-rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import { artifacts, metricsOfALook, minutesOfJob, secondsOfGenerating, workflowTask } from './assumptions.ts';
import type { Line } from './line.ts';
import { type Definition, shortestWay } from './shortest-path.ts';

/** The stages that every improvement passes that is kept at its first try, in their order. */
const kept = ['Enter', 'BeginGenerating', 'Verify', 'BeginDeploying', 'Watch', 'CompleteRollout', 'Done'];
const aLookMore = ['Watch', 'Wait', 'Watch'];

const { rollout } = Manifest.parse({
  name: 'a',
  language: 'typescript',
  commands: { test: 't', start: 's' },
});

/** Looks at a rollout in the default steps, each of which lasts no longer than it must. */
const looks = rollout.steps.reduce((sum, { seconds }) => sum + seconds, 0) / secondsBetweenChecks(rollout);

/**
 * The bill of one improvement that is kept at its first try, without the model and without the traffic.
 * @param definition the state machine's: how many transitions there are is counted in it.
 */
export function improvementBill(definition: Definition): readonly Line[] {
  const way = shortestWay(definition, kept);
  const round = shortestWay(definition, aLookMore).slice(1);
  const states = [...way, ...Array.from({ length: looks - 1 }, () => round).flat()];
  const lambdas = states.filter((name) => definition.States[name]?.Resource?.includes('lambda')).length;
  const jobs = states.filter((name): name is keyof typeof minutesOfJob => name in minutesOfJob);
  const minutes = jobs.reduce((sum, job) => sum + minutesOfJob[job], 0);
  const generating = 1.769 * secondsOfGenerating;
  return [
    {
      what: 'State machine',
      price: prices.stepFunctions.transitions,
      units: states.length + 1,
      because: `the states that it passes, with ${looks} looks at the rollout`,
    },
    {
      what: 'Jobs',
      price: prices.codeBuild.x86Small,
      units: minutes,
      because: jobs.map((job) => `${job} ${minutesOfJob[job]}`).join(', '),
    },
    {
      what: 'Generating',
      price: prices.lambda.x86Duration,
      units: generating,
      because: `${secondsOfGenerating} s at 1,769 MB, most of it waiting for the model`,
    },
    {
      what: 'Other tasks',
      price: prices.lambda.duration,
      units: (lambdas - 1) * workflowTask.seconds * 0.5,
      because: `${lambdas - 1} of ${workflowTask.seconds} s at 512 MB`,
    },
    { what: 'Calls of functions', price: prices.lambda.requests, units: lambdas, because: 'one a task' },
    {
      what: 'Table, reads',
      price: prices.dynamodb.reads,
      units: lambdas * workflowTask.readUnits,
      because: `${workflowTask.readUnits} units a task`,
    },
    {
      what: 'Table, writes',
      price: prices.dynamodb.writes,
      units: lambdas * workflowTask.writeUnits,
      because: `${workflowTask.writeUnits} units a task`,
    },
    {
      what: 'Metrics read in the rollout',
      price: prices.cloudWatch.metricRequested,
      units: looks * metricsOfALook,
      because: `${metricsOfALook} a look, where CloudWatch measures the service`,
    },
    {
      what: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: lambdas * workflowTask.log,
      because: `${workflowTask.log * 1e6} KB a task, with what the state machine logs of it`,
    },
    {
      what: 'Artifacts, writes',
      price: prices.s3.writes,
      units: artifacts.writes,
      because: "the jobs' folders",
    },
    {
      what: 'Artifacts, reads',
      price: prices.s3.reads,
      units: artifacts.reads,
      because: "the jobs' folders",
    },
    {
      what: 'Artifacts kept',
      price: prices.s3.storage,
      units: artifacts.gb,
      because: `${artifacts.gb * 1_000} MB, most of it packages, for a month`,
    },
  ];
}
