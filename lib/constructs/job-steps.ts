import type { Job } from '#core/improvements/jobs.ts';

/** What each job finds in its folder; `dependencies.tar` is there only for a service with packages. */
const inputs: Readonly<Record<Job['job'], readonly string[]>> = {
  scan: ['job.json'],
  verify: ['job.json', 'candidate.patch', 'requests.jsonl', 'source.tar', 'dependencies.tar'],
  release: ['job.json', 'candidate.patch'],
  revert: ['job.json'],
};

/** The service's code runs as another user, and has to find the program and its Node. */
const program = '/opt/ironclaw';
const job = '/tmp/job';

/**
 * The buildspec of a job: fetch the folder's files by name (listing is not allowed), run the program, put what it wrote
 * back, also when it failed. It comes from the stack, never from a repository.
 * @param bucket the artifact bucket's name; the job's folder comes with each start, in `JOB_FOLDER`.
 */
export function jobSteps(kind: Job['job'], bucket: string): Record<string, unknown> {
  const folder = `s3://${bucket}/$JOB_FOLDER`;
  const fetch = (file: string) =>
    `aws s3 cp --only-show-errors "${folder}/${file}" ${job}/${file}${file === 'dependencies.tar' ? ' || true' : ''}`;
  return {
    version: '0.2',
    env: { shell: 'bash' },
    phases: {
      build: {
        commands: [
          `umask 022; mkdir -p ${program} ${job}/out`,
          `install -m 755 node ${program}/; install -m 644 main.mjs relay.mjs ${program}/`,
          ...inputs[kind].map(fetch),
          `set -o pipefail; ${program}/node ${program}/main.mjs ${job} 2>&1 | tee /tmp/build.log`,
        ],
      },
      post_build: {
        commands: [
          `cp /tmp/build.log ${job}/out/ || true`,
          `aws s3 cp --only-show-errors --recursive --no-follow-symlinks ${job}/out "${folder}/out/"`,
        ],
      },
    },
  };
}
