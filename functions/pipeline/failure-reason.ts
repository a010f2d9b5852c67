import * as z from 'zod';

/** What a `Catch` of the state machine puts beside its input. */
export const Failure = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

/** Characters: a record says what went wrong, its log says the rest. */
const longest = 500;

/**
 * One sentence for what a step failed with, of at most 500 characters. `Cause` is a sentence, or JSON with one in it:
 * Lambda's error, or the whole build where a job of CodeBuild failed.
 */
export function failureReason({ Error: name, Cause: cause }: z.infer<typeof Failure>): string {
  const json = jsonIn(cause ?? '');
  const build = EndedBuild.safeParse(json);
  if (build.success) return ofBuild(build.data);
  const lambda = LambdaError.safeParse(json);
  if (lambda.success) return cut(ofLambda(lambda.data.errorMessage));
  if (cause) return cut(withoutServiceDetails(cause));
  if (name === 'States.Timeout') return 'the step did not end in the time it has';
  return cut(name ?? 'the step failed and did not say why');
}

const LambdaError = z.object({ errorMessage: z.string() });

/**
 * A build as `codebuild:startBuild.sync` tells of it: BatchGetBuilds' answer, its fields in PascalCase.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
 */
const Build = z.object({
  ProjectName: z.string(),
  BuildStatus: z.string(),
  Logs: z.object({ DeepLink: z.string().nullish(), S3DeepLink: z.string().nullish() }).nullish(),
  Phases: z
    .array(
      z.object({
        PhaseType: z.string(),
        /** The last phase, COMPLETED, has none. */
        PhaseStatus: z.string().nullish(),
        Contexts: z.array(z.object({ Message: z.string().nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/** Bare, or as the answer of `StartBuild` holds it: which of the two a failure has, AWS does not say. */
const EndedBuild = z.union([Build, z.object({ Build }).transform(({ Build: build }) => build)]);

const outcomes: Readonly<Record<string, string>> = {
  FAILED: 'failed',
  FAULT: "failed by CodeBuild's own fault",
  STOPPED: 'was stopped',
  TIMED_OUT: 'ran out of time',
};

/** The link comes whole or not at all: it is the message that is cut for it. */
function ofBuild({ ProjectName, BuildStatus, Logs, Phases }: z.infer<typeof Build>): string {
  const phase = Phases?.find(({ PhaseStatus }) => PhaseStatus && PhaseStatus !== 'SUCCEEDED');
  const message = phase?.Contexts?.map(({ Message }) => Message?.trim()).find((said) => said);
  const outcome = outcomes[BuildStatus] ?? `ended as ${BuildStatus}`;
  const head = `the job ${ProjectName} ${outcome}${phase ? ` in ${phase.PhaseType}` : ''}`;
  const log = Logs?.S3DeepLink ?? Logs?.DeepLink;
  const link = log && log.length < longest / 2 ? `; log: ${log}` : '';
  return cut(message ? `${head}: ${message}` : head, longest - link.length) + link;
}

/** `RequestId: 8ae02711-... Error: Task timed out after 3.00 seconds`, or the same after a time and the request's id. */
function ofLambda(message: string): string {
  const [, seconds] = /Task timed out after ([\d.]+) seconds/.exec(message) ?? [];
  if (seconds) return `the function did not end within its ${Number(seconds)} seconds`;
  return message.replace(/^RequestId: \S+ (Error: )?/, '');
}

/** `Lambda.Unknown` tells of its payload at the end of a sentence. */
function jsonIn(cause: string): unknown {
  try {
    return JSON.parse(cause.replace(/^.*Returned payload: (?=\{)/s, ''));
  } catch {
    return undefined;
  }
}

/** `Project cannot be found: ... (Service: AWSCodeBuild; Status Code: 400; ...)`. */
function withoutServiceDetails(cause: string): string {
  return cause.replace(/\s*\(Service: [^()]*\)\s*$/, '');
}

function cut(text: string, length = longest): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
