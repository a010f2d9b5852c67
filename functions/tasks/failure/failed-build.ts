import * as z from 'zod';
import { causeJson } from './cause-json.ts';

/**
 * A build as `codebuild:startBuild.sync` reports it: the response of BatchGetBuilds, with fields in PascalCase.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html
 */
const Build = z.object({
  ProjectName: z.string(),
  BuildStatus: z.string(),
  Environment: z
    .object({ EnvironmentVariables: z.array(z.object({ Name: z.string(), Value: z.string() })).nullish() })
    .nullish(),
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

/** Bare, or wrapped as in the response of `StartBuild`: AWS does not document which of the two a failure has. */
const FailedBuild = z.union([Build, z.object({ Build }).transform(({ Build: build }) => build)]);

export type FailedBuild = z.infer<typeof Build>;

/** The build in a failure's cause; null if it was not a build that failed. */
export function failedBuildIn(cause: string): FailedBuild | null {
  return FailedBuild.safeParse(causeJson(cause)).data ?? null;
}
