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

/** A CloudWatch dashboard: API traffic and latency, improvements, failed jobs, table usage and failed events. */
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
        graph('API requests', api.metricRequests()),
        graph('API latency, milliseconds', api.metricLatency('p50'), api.metricLatency('p99')),
      ),
      new Row(
        graph('Improvement executions', workflow.metricSucceeded(), workflow.stateMachine.metricFailed()),
        graph('Failed jobs', ...jobs.all.map((job) => job.metricFailed())),
      ),
      new Row(
        graph('Table capacity units consumed', ...table.metricConsumed()),
        graph('Failed events in the queue', failedEvents.metricWaiting()),
      ),
    );
  }
}
