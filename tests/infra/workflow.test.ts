import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { type Installation, synthesize } from '#lib/documents/example-installation.ts';
import { asText, type Resource } from '#lib/documents/template.ts';
import { readDefinition, type State, tasksOf } from '../support/state-machine.ts';

let installation: Installation;
let machine: Resource['Properties'];
beforeAll(() => {
  installation = synthesize();
  machine = installation.service.ofType('AWS::StepFunctions::StateMachine')[0]?.[1].Properties ?? {};
});

const resourceOf = (substitution: string): Resource | undefined => {
  const substitutions = machine.DefinitionSubstitutions as Record<string, unknown>;
  const id = /<(\w+)(?:\.Arn)?>/.exec(asText(substitutions[substitution]))?.[1];
  return installation.service.resources[id ?? ''];
};

/** The name of the build project that the task starts, or null if it starts none. */
function projectOf({ Parameters }: State): string | null {
  const { ProjectName } = Parameters;
  return typeof ProjectName === 'string' ? ProjectName.slice(2, -1) : null;
}

describe('the state machine', () => {
  it('is the same file that the local server interprets', () => {
    const file = readFileSync(new URL('../../statemachines/improvement.asl.json', import.meta.url), 'utf8');
    expect(machine.DefinitionString).toBe(file);
  });

  it.each([...tasksOf(readDefinition())])('has %s in the template', (name, task) => {
    const project = projectOf(task);
    if (project === null) expect(pascalCaseOf(resourceOf(name))).toBe(name);
    else {
      const job = project.replace('Project', '').toLowerCase();
      expect(resourceOf(project)?.Properties.Description).toContain(`The ${job} job`);
    }
  });

  it('logs, traces, and times out after a day', () => {
    expect(machine).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { Level: 'ALL' },
    });
    expect(readDefinition()).toMatchObject({ TimeoutSeconds: 86_400 });
  });

  it('may only invoke its tasks, run its builds and receive their end events', () => {
    const role = /<(\w+)\.Arn>/.exec(asText(machine.RoleArn))?.[1] ?? '';
    const statements = installation.service.allowedTo(role);
    const invoked = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
    const builds = statements.filter(({ actions }) => actions.includes('codebuild:StartBuild'));
    const tasks = [...tasksOf(readDefinition())];
    expect(invoked.flatMap(({ resources }) => resources)).toHaveLength(
      tasks.filter(([, { Resource }]) => Resource.includes('lambda')).length,
    );
    expect(builds.flatMap(({ resources }) => resources)).toHaveLength(4);
    const events = statements.filter(({ actions }) => actions.some((action) => action.startsWith('events:')));
    expect(events.flatMap(({ resources }) => resources).map((arn) => arn.split('/').at(-1))).toEqual([
      'StepFunctionsGetEventForCodeBuildStartBuildRule',
    ]);
  });
});

describe('the jobs', () => {
  const projects = () =>
    installation.service.ofType('AWS::CodeBuild::Project').map(([, { Properties }]) => Properties);

  it('are not privileged, and have a buildspec from the stack', () => {
    expect(projects()).toHaveLength(4);
    for (const { Environment, Source } of projects()) {
      expect(Environment).toMatchObject({ PrivilegedMode: false });
      expect(asText((Source as { BuildSpec: unknown }).BuildSpec)).toContain('/main.mjs /tmp/job');
    }
  });

  it('time out before the state machine does', () => {
    for (const task of tasksOf(readDefinition()).values()) {
      const project = projectOf(task);
      if (project === null) continue;
      const minutes = Number(resourceOf(project)?.Properties.TimeoutInMinutes);
      expect(minutes * 60).toBeLessThan(Number(task.TimeoutSeconds));
    }
  });

  it('upload their results even after a failure', () => {
    for (const { Source } of projects()) {
      const { phases } = JSON.parse(asText((Source as { BuildSpec: unknown }).BuildSpec));
      expect(phases.post_build.commands.join('\n')).toMatch(/--recursive .*\/tmp\/job\/out/);
    }
  });

  it('isolate only verify, which can route to and resolve nothing but S3', () => {
    const isolated = projects().filter(({ VpcConfig }) => VpcConfig !== undefined);
    expect(isolated.map(({ Description }) => Description)).toEqual(['The verify job of an improvement']);
    const ofType = (type: string) => installation.service.ofType(type);
    for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::Route'])
      expect(ofType(type)).toEqual([]);
    const [[, endpoint] = ['', undefined], ...others] = ofType('AWS::EC2::VPCEndpoint');
    expect(others).toEqual([]);
    expect(asText(endpoint?.Properties.ServiceName)).toMatch(/\.s3$/);
    expect(JSON.stringify(endpoint?.Properties.PolicyDocument)).not.toContain('"Resource":"*"');
    const rules = ofType('AWS::Route53Resolver::FirewallRuleGroup')[0]?.[1].Properties
      .FirewallRules as object[];
    expect(rules.map((rule) => (rule as { Action: string }).Action)).toEqual(['ALLOW', 'BLOCK']);
  });

  it('isolate none if the configuration sets sandbox.network to open', () => {
    const { service } = synthesize({ sandbox: { network: 'open' } });
    expect(service.ofType('AWS::EC2::VPC')).toEqual([]);
    expect(service.ofType('AWS::IAM::ManagedPolicy')).toHaveLength(1);
  });
});

describe('alarms', () => {
  it('all have a description and notify operators when they start and when they end', () => {
    const alarms = installation.service.ofType('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThan(5);
    for (const [id, { Properties }] of alarms) {
      expect(Properties.AlarmActions, id).toHaveLength(1);
      expect(Properties.OKActions, id).toHaveLength(1);
      expect(Properties.AlarmDescription, id).toBeTruthy();
    }
  });

  it('trigger the rollback: the canary alarm of each service, and the alarms that it names', () => {
    const [[, rule] = ['', undefined]] = installation.service.ofType('AWS::Events::Rule');
    expect(rule?.Properties.EventPattern).toMatchObject({
      source: ['aws.cloudwatch'],
      detail: {
        alarmName: [canaryAlarmOf('shop'), 'shop-errors', canaryAlarmOf('docs')],
        state: { value: ['ALARM'] },
      },
    });
    const targets = (rule?.Properties.Targets ?? []) as { Arn: unknown; DeadLetterConfig: unknown }[];
    const [target] = targets;
    expect(asText(target?.Arn)).toContain('AlarmsRollBack');
    expect(target?.DeadLetterConfig).toBeDefined();
  });

  it('include one for every service on an alias, under the name that the handler expects', () => {
    const names = installation.service
      .ofType('AWS::CloudWatch::Alarm')
      .map(([, { Properties }]) => Properties.AlarmName);
    expect(names.filter((name) => name !== undefined)).toEqual([canaryAlarmOf('shop')]);
  });
});

describe('asynchronously invoked functions', () => {
  it('send an event that they failed on to the queue', () => {
    const configured = installation.service
      .ofType('AWS::Lambda::EventInvokeConfig')
      .map(([, { Properties }]) => asText(Properties.FunctionName));
    expect(configured.map((name) => String(/<Functions(\w+?)Function/.exec(name)?.[1])).sort()).toEqual([
      'AlarmsRollBack',
      'ScheduleAnalyze',
      'ScheduleReconcile',
      'ScheduleRefit',
      'ScheduleSelfTest',
    ]);
  });

  it('analyze and reconcile every service, and send a failed run to the queue', () => {
    const schedules = installation.service
      .ofType('AWS::Scheduler::Schedule')
      .map(([, { Properties }]) => Properties)
      .filter(({ Target }) => 'Input' in (Target as object));
    expect(schedules.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([
      'rate(15 minutes)',
      'rate(15 minutes)',
      'rate(5 minutes)',
      'rate(5 minutes)',
    ]);
    const targets = schedules.map(({ Target }) => Target as { Input: string; DeadLetterConfig: unknown });
    expect(targets.map(({ Input }) => JSON.parse(Input))).toEqual([
      { service: 'shop' },
      { service: 'docs' },
      { service: 'shop' },
      { service: 'docs' },
    ]);
    for (const { DeadLetterConfig } of targets) expect(DeadLetterConfig).toBeDefined();
  });
});

/** The task's name in the state machine: BeginTesting for `functions/tasks/begin-testing.ts`. */
function pascalCaseOf(found: Resource | undefined): string {
  const [, name = ''] = /tasks\/(.*)\.ts$/.exec(String(found?.Properties.Description)) ?? [];
  return name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
