import { Dashboard, GraphWidget, type IMetric, Row } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { FailedEvents } from './failed-events.ts';
import type { ImprovementWorkflow } from './improvement-workflow.ts';
import type { JobProjects } from './job-projects.ts';
import type { LearningApi } from './learning-api.ts';
import type { LearningTable } from './learning-table.ts';

export interface OperationsDashboardProps {
  readonly api: LearningApi;
  readonly workflow: ImprovementWorkflow;
  readonly jobs: JobProjects;
  readonly table: LearningTable;
  readonly failedEvents: FailedEvents;
}

/** One page: does it answer, does it improve, what fails. */
export class OperationsDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, workflow, jobs, table, failedEvents }: OperationsDashboardProps,
  ) {
    super(scope, id);
    const graph = (title: string, ...left: readonly IMetric[]) =>
      new GraphWidget({ title, left: [...left], width: 12 });
    const dashboard = new Dashboard(this, 'Dashboard');
    dashboard.addWidgets(
      new Row(
        graph('Requests to the API', api.metricRequests()),
        graph('Milliseconds to an answer', api.metricLatency('p50'), api.metricLatency('p99')),
      ),
      new Row(
        graph('Improvements', workflow.metricSucceeded(), workflow.stateMachine.metricFailed()),
        graph('Jobs that failed', ...jobs.all.map((job) => job.metricFailed())),
      ),
      new Row(
        graph('Units of the table', ...table.metricConsumed()),
        graph('Events that nobody dealt with', failedEvents.metricWaiting()),
      ),
    );
  }
}
