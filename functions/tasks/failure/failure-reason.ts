import * as z from 'zod';
import { causeJson } from './cause-json.ts';
import { type FailedBuild, failedBuildIn } from './failed-build.ts';

/** What a `Catch` of the state machine adds to its input. */
export const Failure = z.object({ Error: z.string().optional(), Cause: z.string().optional() });

/** Characters: the record says what went wrong, the log has the rest. */
const longest = 500;

/**
 * One sentence about a failed step, of at most 500 characters. `Cause` is a sentence, or JSON with one in it:
 * Lambda's error, or the whole build where a job of CodeBuild failed.
 * @param words the failed job's own sentence; null if it left none.
 */
export function failureReason(
  { Error: name, Cause: cause = '' }: z.infer<typeof Failure>,
  words: string | null = null,
): string {
  const build = failedBuildIn(cause);
  if (build) return ofBuild(build, words);
  const lambda = LambdaError.safeParse(causeJson(cause));
  if (lambda.success) return cut(ofLambda(lambda.data.errorMessage));
  if (cause) return cut(withoutServiceDetails(cause));
  if (name === 'States.Timeout') return 'the step did not end within its time limit';
  return cut(name ?? 'the step failed without a reason');
}

const LambdaError = z.object({ errorMessage: z.string() });

const outcomes: Readonly<Record<string, string>> = {
  FAILED: 'failed',
  FAULT: 'failed because of a fault in CodeBuild',
  STOPPED: 'was stopped',
  TIMED_OUT: 'timed out',
};

/** The link is kept whole or left out; the message is cut to make room for it. */
function ofBuild({ ProjectName, BuildStatus, Logs, Phases }: FailedBuild, words: string | null): string {
  const phase = Phases?.find(({ PhaseStatus }) => PhaseStatus && PhaseStatus !== 'SUCCEEDED');
  const message = phase?.Contexts?.map(({ Message }) => Message?.trim()).find((said) => said);
  const outcome = outcomes[BuildStatus] ?? `ended as ${BuildStatus}`;
  const head = `the job ${ProjectName} ${outcome}`;
  const where = phase ? `${head} in ${phase.PhaseType}` : head;
  const log = Logs?.S3DeepLink ?? Logs?.DeepLink;
  const link = log && log.length < longest / 2 ? `; log: ${log}` : '';
  const said = words ? `${head}: ${words}` : message ? `${where}: ${message}` : where;
  return cut(said, longest - link.length) + link;
}

/** `RequestId: 8ae02711-... Error: Task timed out after 3.00 seconds`, or the same after a time and the request's id. */
function ofLambda(message: string): string {
  const [, seconds] = /Task timed out after ([\d.]+) seconds/.exec(message) ?? [];
  if (seconds) return `the function timed out after ${Number(seconds)} s`;
  return message.replace(/^RequestId: \S+ (Error: )?/, '');
}

/** `Project cannot be found: ... (Service: AWSCodeBuild; Status Code: 400; ...)`. */
function withoutServiceDetails(cause: string): string {
  return cause.replace(/\s*\(Service: [^()]*\)\s*$/, '');
}

function cut(text: string, length = longest): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
