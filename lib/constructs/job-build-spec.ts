import type { Job } from '#core/improvements/jobs.ts';

/** What each job always finds in its folder. */
const inputs: Readonly<Record<Job['job'], readonly string[]>> = {
  scan: ['job.json'],
  verify: ['job.json', 'candidate.patch', 'requests.jsonl', 'source.tar'],
  release: ['job.json', 'candidate.patch'],
  revert: ['job.json'],
};

interface BuildPaths {
  /** The service's code runs as another user, and has to find the program and its Node. */
  readonly program: string;
  readonly job: string;
  readonly log: string;
}

const codeBuildPaths: BuildPaths = { program: '/opt/ironclaw', job: '/tmp/job', log: '/tmp/build.log' };

/**
 * The buildspec of a job: fetch the folder's files by name (listing is not allowed), run the program, put what it wrote
 * back, also when it failed. It comes from the stack, never from a repository.
 * @param bucket the artifact bucket's name; the job's folder comes with each start, in `JOB_FOLDER`.
 */
export function jobBuildSpec(kind: Job['job'], bucket: string, { program, job, log } = codeBuildPaths) {
  const folder = `s3://${bucket}/$JOB_FOLDER`;
  const fetch = (file: string) => `aws s3 cp --only-show-errors "${folder}/${file}" ${job}/${file}`;
  const says = (field: string) => `[ "$(${program}/node -p 'require("${job}/job.json").${field}')" = true ]`;
  return {
    version: '0.2',
    env: { shell: 'bash' },
    phases: {
      build: {
        commands: [
          `umask 022; mkdir -p ${program} ${job}/out`,
          `install -m 755 node ${program}/; install -m 644 main.mjs relay.mjs ${program}/`,
          ...inputs[kind].map(fetch),
          ...(kind === 'verify' ? [`if ${says('packages')}; then ${fetch('dependencies.tar')}; fi`] : []),
          `set -o pipefail; ${program}/node ${program}/main.mjs ${job} 2>&1 | tee ${log}`,
        ],
      },
      post_build: {
        commands: [
          `if [ -e ${log} ]; then cp ${log} ${job}/out/build.log; fi`,
          `aws s3 cp --only-show-errors --recursive --no-follow-symlinks ${job}/out "${folder}/out/"`,
        ],
      },
    },
  };
}
