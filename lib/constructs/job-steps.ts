import type { Job } from '#core/improvements/jobs.ts';

/** What each job finds in its folder; `dependencies.tar` is there only for a service with packages. */
const inputs: Readonly<Record<Job['job'], readonly string[]>> = {
  scan: ['job.json'],
  verify: ['job.json', 'candidate.patch', 'requests.jsonl', 'source.tar', 'dependencies.tar'],
  release: ['job.json', 'candidate.patch'],
  revert: ['job.json'],
};

/**
 * The buildspec of a job: fetch the folder's files by name (listing is not allowed), run the program, put what it wrote
 * back, also when it failed. It comes from the stack, never from a repository.
 * @param bucket the artifact bucket's name; the job's folder comes with each start, in `JOB_FOLDER`.
 */
export function jobSteps(job: Job['job'], bucket: string): Record<string, unknown> {
  const folder = `s3://${bucket}/$JOB_FOLDER`;
  const fetch = (file: string) =>
    `aws s3 cp --only-show-errors "${folder}/${file}" "job/${file}"${file === 'dependencies.tar' ? ' || true' : ''}`;
  return {
    version: '0.2',
    env: { shell: 'bash' },
    phases: {
      build: {
        commands: [
          'mkdir -p job/out',
          ...inputs[job].map(fetch),
          'chmod +x node',
          'set -o pipefail; ./node main.mjs job 2>&1 | tee job/out/build.log',
        ],
      },
      post_build: {
        commands: [`aws s3 cp --only-show-errors --recursive job/out "${folder}/out/"`],
      },
    },
  };
}
