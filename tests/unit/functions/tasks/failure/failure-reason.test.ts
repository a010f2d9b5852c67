import { describe, expect, test } from 'vitest';
import { failureReason } from '#functions/tasks/failure/failure-reason.ts';

const deepLink =
  'https://console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/$252Faws$252Fcodebuild$252Fironclaw-verify/log-events/f86e3cbc-09b4-47fa-9d3d-aced84824872';

const succeeded = (PhaseType: string) => ({
  PhaseType,
  PhaseStatus: 'SUCCEEDED',
  Contexts: [{ Message: '', StatusCode: '' }],
  DurationInSeconds: 1,
  StartTime: 1732241775187,
  EndTime: 1732241776187,
});

/** A build as the workflow's service tells of it, with the fields that nobody here reads. */
function build(status: string, phases: readonly object[], message?: string) {
  const failed = {
    ...succeeded('BUILD'),
    PhaseStatus: status,
    Contexts: [{ Message: message, StatusCode: 'COMMAND_EXECUTION_ERROR' }],
  };
  return {
    Arn: 'arn:aws:codebuild:eu-central-1:123456789012:build/ironclaw-verify:f86e3cbc-09b4-47fa-9d3d-aced84824872',
    BuildComplete: true,
    BuildNumber: 7,
    BuildStatus: status,
    CurrentPhase: 'COMPLETED',
    Environment: {
      EnvironmentVariables: [{ Name: 'JOB_FOLDER', Type: 'PLAINTEXT', Value: 'jobs/1/1/verify-0' }],
    },
    Id: 'ironclaw-verify:f86e3cbc-09b4-47fa-9d3d-aced84824872',
    Initiator: 'states/ironclaw-improvement',
    Logs: { DeepLink: deepLink, GroupName: '/aws/codebuild/ironclaw-verify', StreamName: 'f86e3cbc' },
    Phases: [
      ...phases,
      ...(message === undefined ? [] : [failed]),
      { PhaseType: 'COMPLETED', StartTime: 1732241791187 },
    ],
    ProjectName: 'ironclaw-verify',
  };
}

const reasonOf = (cause: object) =>
  failureReason({ Error: 'States.TaskFailed', Cause: JSON.stringify(cause) });

describe('a job of CodeBuild', () => {
  const before = [succeeded('SUBMITTED'), succeeded('QUEUED'), succeeded('PROVISIONING')];

  test('says which job failed, where, with what, and where its log is', () => {
    const said = 'Error while executing command: node sandbox/main.mjs "$JOB_FOLDER". Reason: exit status 1';
    expect(reasonOf(build('FAILED', before, said))).toBe(
      `the job ironclaw-verify failed in BUILD: ${said}; log: ${deepLink}`,
    );
  });

  test('is understood inside of the answer that started it, and its log in a bucket is named', () => {
    const ended = {
      ...build('FAILED', before, 'exit status 1'),
      Logs: { S3DeepLink: 'https://s3.example.com/log' },
    };
    expect(reasonOf({ Build: ended })).toBe(
      'the job ironclaw-verify failed in BUILD: exit status 1; log: https://s3.example.com/log',
    );
  });

  test.each([
    ['TIMED_OUT', 'timed out'],
    ['STOPPED', 'was stopped'],
    ['FAULT', 'failed because of a fault in CodeBuild'],
  ])('that ends as %s %s', (status, outcome) => {
    expect(reasonOf(build(status, before, ''))).toBe(
      `the job ironclaw-verify ${outcome} in BUILD; log: ${deepLink}`,
    );
  });

  test('that never got to a machine has no log', () => {
    const refused = {
      PhaseType: 'PROVISIONING',
      PhaseStatus: 'CLIENT_ERROR',
      Contexts: [
        { Message: 'ACCESS_DENIED: Service role lacks logs:CreateLogStream', StatusCode: 'ACCESS_DENIED' },
      ],
    };
    expect(reasonOf({ ...build('FAILED', [succeeded('SUBMITTED'), refused]), Logs: null })).toBe(
      'the job ironclaw-verify failed in PROVISIONING: ACCESS_DENIED: Service role lacks logs:CreateLogStream',
    );
  });

  test('that is told without its phases is named all the same', () => {
    expect(reasonOf({ ProjectName: 'ironclaw-scan', BuildStatus: 'STOPPED' })).toBe(
      'the job ironclaw-scan was stopped',
    );
  });

  test('that says very much is cut, and its link is not', () => {
    const reason = reasonOf(build('FAILED', before, 'x'.repeat(10_000)));
    expect(reason).toHaveLength(500);
    expect(reason).toMatch(/^the job ironclaw-verify failed in BUILD: x+…; log: https:\S+aced84824872$/);
  });

  test('that could not be started says why, without the ids of the request', () => {
    const cause =
      'Project cannot be found: arn:aws:codebuild:eu-central-1:123456789012:project/ironclaw-scan (Service: AWSCodeBuild; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: 2f9b; Proxy: null)';
    expect(failureReason({ Error: 'CodeBuild.ResourceNotFoundException', Cause: cause })).toBe(
      'Project cannot be found: arn:aws:codebuild:eu-central-1:123456789012:project/ironclaw-scan',
    );
  });
});

describe('a function', () => {
  test('says what its error said', () => {
    const cause = {
      errorType: 'Unavailable',
      errorMessage: 'the model cannot be reached.',
      trace: ['Unavailable: ...'],
    };
    expect(reasonOf(cause)).toBe('the model cannot be reached.');
  });

  test.each([
    [
      'Sandbox.Timedout',
      '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 8ae02711-a9ac-422f-9bb1-0798d2a48327 Error: Task timed out after 120.00 seconds"}',
    ],
    [
      'Lambda.Unknown',
      'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"2026-11-26T00:36:39.604Z 5b1c368c-fa4f-448d-8d37-595d2633cc9b Task timed out after 120.00 seconds"}',
    ],
  ])('that took too long says so, told as %s', (name, cause) => {
    expect(failureReason({ Error: name, Cause: cause })).toBe('the function timed out after 120 s');
  });

  test('that died says how', () => {
    const errorMessage =
      'RequestId: 8ae02711-a9ac-422f-9bb1-0798d2a48327 Error: Runtime exited with error: signal: killed';
    expect(reasonOf({ errorType: 'Runtime.ExitError', errorMessage })).toBe(
      'Runtime exited with error: signal: killed',
    );
  });
});

test.each([
  ['a step without an end', { Error: 'States.Timeout' }, 'the step did not end within its time limit'],
  ['an empty cause', { Error: 'States.Timeout', Cause: '' }, 'the step did not end within its time limit'],
  ['a name alone', { Error: 'States.Permissions' }, 'States.Permissions'],
  ['nothing', {}, 'the step failed without a reason'],
  ['a sentence', { Error: 'BuildFailed', Cause: 'the branch is protected' }, 'the branch is protected'],
  ['JSON of another kind', { Error: 'E', Cause: '{"a":1}' }, '{"a":1}'],
])('%s comes to a sentence', (_, failure, reason) => {
  expect(failureReason(failure)).toBe(reason);
});

test('no reason is longer than a record should hold', () => {
  expect(failureReason({ Cause: 'x'.repeat(1_000) })).toHaveLength(500);
  expect(reasonOf({ errorMessage: 'x'.repeat(1_000) })).toHaveLength(500);
});
