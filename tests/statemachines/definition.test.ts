import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import * as domainErrors from '#core/errors.ts';
import { tasks } from '#local/stepfunctions/tasks.ts';
import { misread } from '../support/misread-asl.ts';
import { readDefinition, type State, tasksOf } from '../support/state-machine.ts';

const all = [...tasksOf(readDefinition())];
const invocations = all.filter(([, { Resource }]) => Resource.endsWith('lambda:invoke'));
const builds = all.filter(([, { Resource }]) => Resource.endsWith('codebuild:startBuild.sync'));

/** The errors that AWS advises to retry: the service, not the function, has failed. */
const ofLambda = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
];

const repeated = ({ Retry }: State) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

describe("the improvement's state machine", () => {
  it('is valid Amazon States Language', () => {
    const result = validate(readDefinition());
    expect(result.errorsText()).toBe('');
    expect(result.isValid).toBe(true);
  });

  it('uses nothing that the local interpreter would misread', () => {
    expect(misread(readDefinition())).toEqual([]);
  });

  it('does nothing but invoke functions and start builds', () => {
    expect(invocations.length + builds.length).toBe(all.length);
  });

  it('invokes functions named for their states, all of which exist', () => {
    const named = invocations.map(([name, { Parameters }]) => [`\${${name}}`, Parameters.FunctionName]);
    expect(named.filter(([expected, actual]) => expected !== actual)).toEqual([]);
    expect(Object.keys(tasks).sort()).toEqual(invocations.map(([name]) => name).sort());
  });

  it('starts the build project named for the state; a check of the base runs where candidates are verified', () => {
    const projects = {
      Scan: 'Scan',
      CheckBase: 'Verify',
      Verify: 'Verify',
      Release: 'Release',
      Revert: 'Revert',
    };
    expect(builds.map(([name, { Parameters }]) => [name, Parameters.ProjectName])).toEqual(
      Object.entries(projects).map(([name, project]) => [name, `\${${project}Project}`]),
    );
  });

  it('catches and retries errors that exist', () => {
    const ofAws = ['States.ALL', 'States.TaskFailed', 'Lambda.Unknown', ...ofLambda];
    const known = new Set([...Object.keys(domainErrors), ...ofAws]);
    const named = all.flatMap(([, { Retry, Catch }]) =>
      [...Retry, ...Catch].flatMap(({ ErrorEquals }) => ErrorEquals),
    );
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('retries every function that lost a race for the record', () => {
    const givenUp = invocations.filter(([, state]) => !repeated(state).includes('Stale'));
    expect(givenUp.map(([name]) => name)).toEqual([]);
  });

  it('retries every function that Lambda failed to run', () => {
    const lacking = invocations.map(([name, state]) => [
      name,
      ofLambda.filter((error) => !repeated(state).includes(error)),
    ]);
    expect(lacking.filter(([, errors]) => errors?.length)).toEqual([]);
  });

  it('retries a rollback step even if its function died', () => {
    const dying = invocations.filter(([, state]) => repeated(state).includes('Lambda.Unknown'));
    expect(dying.map(([name]) => name)).toEqual(['BeginRollback', 'FinishRollback', 'Fail']);
  });

  it('runs every job again that has failed: its machine may be the reason', () => {
    const once = builds.filter(([, state]) => !/States\.(TaskFailed|ALL)/.test(repeated(state).join()));
    expect(once.map(([name]) => name)).toEqual([]);
  });

  it('closes the improvement if a forward step fails, and never gives up a rollback step', () => {
    // Without a report on the base the improvement goes on.
    const optional = ['CheckBase'];
    const back = ['BeginRollback', 'Revert', 'FinishRollback', 'Fail'];
    const isCaught = ({ Catch }: State) =>
      Catch.some(({ ErrorEquals, Next }) => ErrorEquals.includes('States.ALL') && Next === 'Fail');
    expect(all.filter(([, state]) => !isCaught(state)).map(([name]) => name)).toEqual([...optional, ...back]);
    expect(back.every((name) => (tasksOf(readDefinition()).get(name)?.Retry.length ?? 0) > 0)).toBe(true);
  });
});

describe('what the local interpreter would misread', () => {
  const machine = (state: object, top: object = {}) => ({
    StartAt: 'Only',
    ...top,
    States: { Only: { Type: 'Pass', End: true, ...state } },
  });

  it.each([
    ['another query language', machine({}, { QueryLanguage: 'JSONata' })],
    ['another query language', machine({ QueryLanguage: 'JSONata' })],
    ['a JSONata expression', machine({ Comment: '', Result: '{% $states.input.id %}' })],
    ['a field of JSONata', machine({ Arguments: { id: 1 } })],
    ['a field of JSONata', machine({ Output: { id: 1 } })],
    ['variables', machine({ Assign: { 'id.$': '$.id' } })],
    ['a variable', machine({ Parameters: { 'id.$': '$id' } })],
    ['a variable', machine({ InputPath: '$kept.id' })],
    ['a callback', machine({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' })],
    ['the state in the context', machine({ Parameters: { 'since.$': '$$.State.EnteredTime' } })],
    ['the state in the context', machine({ Parameters: { 'token.$': '$$.Task.Token' } })],
    ['an intrinsic function as a path', machine({ Type: 'Fail', CausePath: "States.Format('{}', $.x)" })],
    [
      'a distributed map',
      machine({ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } }),
    ],
    ['a path that is read as text', machine({ Parameters: { Payload: { id: '$.improvementId' } } })],
    ['text that is read as a path', machine({ ResultSelector: { 'id.$': 'improvementId' } })],
    ['variables', machine({ Type: 'Parallel', Branches: [machine({ Assign: { x: 1 } })] })],
  ])('includes %s: %j', (what, definition) => {
    expect(misread(definition).some((found) => found.endsWith(`: ${what}`))).toBe(true);
  });

  it('does not include plain JSONPath', () => {
    const plain = machine({
      InputPath: '$.input',
      Parameters: {
        'id.$': '$.id',
        'name.$': "States.Format('{}', $.name)",
        'run.$': '$$.Execution.Id',
        n: 1,
      },
      ResultPath: null,
    });
    expect(misread(plain)).toEqual([]);
  });
});
