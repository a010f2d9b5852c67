import { pathToFileURL } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { artifactsAt } from '#adapters/artifacts/artifacts-at.ts';
import { logger } from '#functions/observability/logger.ts';
import { failedBuildIn } from '#functions/tasks/failure/failed-build.ts';
import { failureReason } from '#functions/tasks/failure/failure-reason.ts';
import { jobError } from '#functions/tasks/failure/job-error.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const folder = 'jobs/scan/shop-1/2';

const causeOf = (jobFolder: string) =>
  JSON.stringify({
    ProjectName: 'ironclaw-scan',
    BuildStatus: 'FAILED',
    Environment: { EnvironmentVariables: [{ Name: 'JOB_FOLDER', Type: 'PLAINTEXT', Value: jobFolder }] },
    Phases: [{ PhaseType: 'BUILD', PhaseStatus: 'FAILED', Contexts: [{ Message: 'exit status 1' }] }],
  });

async function reasonAfter(said: string | null, jobFolder = folder): Promise<string> {
  const artifacts = artifactsAt(pathToFileURL(`${temporaryFolder()}/`).href);
  if (said !== null) await artifacts.write(`${jobFolder}/out/error.txt`, said);
  const failure = { Error: 'States.TaskFailed', Cause: causeOf(jobFolder) };
  const build = failedBuildIn(failure.Cause);
  if (!build) throw new Error('the cause tells of no build');
  return failureReason(failure, await jobError(build, 'shop-1', artifacts));
}

describe('a failed job', () => {
  test('is told in its own words', async () => {
    expect(await reasonAfter('The repository has no branch "trunk".\n')).toBe(
      'the job ironclaw-scan failed: The repository has no branch "trunk"',
    );
  });

  test.each([
    ['nothing', null],
    ['an empty line', '\n'],
  ])("that says %s is told in CodeBuild's", async (_, said) => {
    expect(await reasonAfter(said)).toBe('the job ironclaw-scan failed in BUILD: exit status 1');
  });

  test('is told in one short line, whatever it says', async () => {
    const reason = await reasonAfter(`first\r\n\u001b[31msecond\u202e${'x'.repeat(10_000)}`);
    expect(reason).toMatch(/^the job ironclaw-scan failed: first \[31msecond x+…$/);
    expect(reason.length).toBeLessThanOrEqual(330);
  });

  test.each(['jobs/scan/shop-2/2', 'jobs/scan/shop-1', 'jobs/scan/shop-1/2/3', 'services/scan/shop-1/2'])(
    "is not told in another's words, from %s",
    async (other) => {
      expect(await reasonAfter('I am another', other)).toBe(
        'the job ironclaw-scan failed in BUILD: exit status 1',
      );
    },
  );

  test('is closed also where its words cannot be read', async () => {
    const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
    const build = failedBuildIn(causeOf(folder));
    const forbidden = {
      exists: async () => true,
      read: async () => {
        throw new Error('AccessDenied');
      },
    };
    expect(build && (await jobError(build, 'shop-1', forbidden))).toBeNull();
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});
