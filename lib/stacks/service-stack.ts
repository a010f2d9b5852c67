import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { bindFunctions } from '../access/bind-functions.ts';
import { managedFunctionArns } from '../access/managed-functions.ts';
import type { Configuration } from '../config/configuration.ts';
import { encryptionKey } from '../constructs/encryption-key.ts';
import { FailedEvents } from '../constructs/failed-events.ts';
import type { Bundle, LogSettings } from '../constructs/handler-function.ts';
import { HandlerFunctions, pascalCase } from '../constructs/handler-functions.ts';
import { ImprovementWorkflow } from '../constructs/improvement-workflow.ts';
import { JobProjects } from '../constructs/job-projects.ts';
import { LearningApi } from '../constructs/learning-api.ts';
import { Notifications } from '../constructs/notifications.ts';
import { OperationsDashboard } from '../constructs/operations-dashboard.ts';
import { PreferenceLearning } from '../constructs/preference-learning.ts';
import { RollbackOnAlarm } from '../constructs/rollback-on-alarm.ts';
import { SelfTestSchedule } from '../constructs/self-test-schedule.ts';
import { ServiceSchedule } from '../constructs/service-schedule.ts';
import type { StatefulStack } from './stateful-stack.ts';

export interface ServiceStackProps extends StackProps {
  readonly configuration: Configuration;
  readonly stateful: StatefulStack;
  readonly bundle: Bundle;
  /** Folder of the bundled sandbox program. */
  readonly program: string;
}

/** Everything that works on the records. It holds no data: the stack can be deleted and deployed again at any time. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, props);
    this.addStackDependency(props.stateful);
    const { configuration, stateful, bundle, program } = props;
    const { table, artifacts } = stateful;
    const key = encryptionKey(this, 'Key');
    const logs: LogSettings = { retention: configuration.logDays as RetentionDays, key };

    const failedEvents = new FailedEvents(this, 'FailedEvents');
    const handlers = new HandlerFunctions(this, 'Functions', { bundle, logs, failures: failedEvents.queue });
    const jobs = new JobProjects(this, 'Jobs', {
      program,
      artifacts,
      repositoryToken: stateful.repositoryToken.secret as ISecret,
      ...configuration.sandbox,
      logs,
      deploys: managedFunctionArns(this, configuration.services),
    });
    const workflow = new ImprovementWorkflow(this, 'Improvements', {
      tasks: Object.fromEntries(handlers.inFolder('tasks').map(([name, task]) => [pascalCase(name), task])),
      watch: handlers.get('tasks/watch'),
      projects: {
        ScanProject: jobs.scan,
        VerifyProject: jobs.verify,
        ReleaseProject: jobs.release,
        RevertProject: jobs.revert,
      },
      logs,
    });
    bindFunctions(handlers, { table, artifacts, workflow, modelKey: stateful.modelKey, configuration });

    const names = Object.keys(routes) as RouteName[];
    const api = new LearningApi(this, 'Api', {
      handlers: Object.fromEntries(names.map((name) => [name, handlers.get(`api/${name}`)])) as never,
      identity: stateful.identity,
      consoleOrigin: configuration.api.consoleOrigin,
      throttle: configuration.api.throttle,
      logs,
    });
    const scheduled = {
      services: configuration.services.map(({ name }) => name),
      failures: failedEvents.queue,
    };
    const analysis = new ServiceSchedule(this, 'Analysis', {
      ...scheduled,
      handler: handlers.get('schedule/analyze'),
      verb: 'Analyzes',
      otherwise: 'No new findings appear.',
      every: Duration.minutes(configuration.analysis.everyMinutes),
    });
    const reconciliation = new ServiceSchedule(this, 'Reconciliation', {
      ...scheduled,
      handler: handlers.get('schedule/reconcile'),
      verb: 'Reconciles',
      otherwise: 'An improvement that loses its execution stays as it is, and its canary unwatched.',
      every: Duration.minutes(5),
    });
    const learning = new PreferenceLearning(this, 'Learning', {
      table,
      updateProfiles: handlers.get('stream/update-profiles'),
      refit: handlers.get('schedule/refit'),
      refitEvery: Duration.minutes(configuration.preferences.refitEveryMinutes),
      failures: failedEvents.queue,
    });
    const selfTest = new SelfTestSchedule(this, 'SelfTest', {
      handler: handlers.get('schedule/self-test'),
      failures: failedEvents.queue,
    });
    const rollback = new RollbackOnAlarm(this, 'Rollback', {
      rollBack: handlers.get('alarms/roll-back'),
      services: configuration.services,
      failures: failedEvents.queue,
    });

    const notifications = new Notifications(this, 'Notifications', {
      key,
      emails: configuration.notifications.emails,
      failures: failedEvents.queue,
    });
    notifications.notifyOf([
      ...table.alarmsIn(this),
      ...failedEvents.alarms,
      ...workflow.alarms,
      ...api.alarms,
      ...analysis.alarms,
      ...reconciliation.alarms,
      ...learning.alarms,
      ...selfTest.alarms,
      ...rollback.alarms,
    ]);
    new OperationsDashboard(this, 'Overview', { api, workflow, jobs, table, failedEvents });
    new CfnOutput(this, 'TableName', {
      value: table.table.tableName,
      description: 'The learning table, for ironclaw register --table',
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'The base URL of the API' });
  }
}
