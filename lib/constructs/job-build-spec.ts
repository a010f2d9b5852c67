import type { Job } from '#core/improvements/jobs.ts';

/**
 * A project of its own for each set of permissions: what checks a base runs the same code as what verifies, and what runs on one
 * machine only needs none.
 */
export type JobProjectKind = Exclude<Job['job'], 'try' | 'check-base' | 'write'>;

/** The files that each project's jobs always need from their folder. */
const inputs: Readonly<Record<JobProjectKind, readonly string[]>> = {
  scan: ['job.json'],
  verify: ['job.json', 'source.tar', 'requests.jsonl'],
  release: ['job.json', 'candidate.patch'],
  revert: ['job.json'],
};

interface BuildPaths {
  /** The service's code runs as another user, who must be able to read the program and its Node binary. */
  readonly program: string;
  readonly job: string;
  readonly log: string;
}

const codeBuildPaths: BuildPaths = { program: '/opt/ironclaw', job: '/tmp/job', log: '/tmp/build.log' };

/**
 * The buildspec of a job. It fetches the input files by name (the role may not list), runs the program, and uploads the
 * results even if the program failed. The buildspec is part of the stack and never comes from a repository.
 * @param bucket the artifact bucket's name. Each build gets the job's folder in the variable `JOB_FOLDER`.
 */
export function jobBuildSpec(kind: JobProjectKind, bucket: string, { program, job, log } = codeBuildPaths) {
  const folder = `s3://${bucket}/$JOB_FOLDER`;
  const fetch = (file: string) => `aws s3 cp --only-show-errors "${folder}/${file}" ${job}/${file}`;
  const when = (field: string, value: string, ...files: readonly string[]) =>
    `if [ "$(${program}/node -p 'require("${job}/job.json").${field}')" = ${value} ]; then ${files.map(fetch).join(' && ')}; fi`;
  const rivals = `$(${program}/node -p '(require("${job}/job.json").rivals ?? []).map((_, i) => i + 1).join(" ")')`;
  const moreInputs = [
    when('job', 'verify', 'candidate.patch'),
    `for i in ${rivals}; do ${fetch('rival-$i.patch')}; done`,
    when('packages', 'true', 'dependencies.tar'),
  ];
  return {
    version: '0.2',
    env: { shell: 'bash' },
    phases: {
      build: {
        commands: [
          `umask 022; mkdir -p ${program} ${job}/out`,
          `install -m 755 node ${program}/; install -m 644 main.mjs relay.mjs capture.mjs execute.mjs hooks.mjs ${program}/`,
          `cp -r reporters ${program}/`,
          // What the static analysis needs; no other job uses it.
          ...(kind === 'scan'
            ? [`cp -r scan-program.mjs find-hits-thread.mjs node_modules ${program}/`]
            : []),
          ...inputs[kind].map(fetch),
          ...(kind === 'verify' ? moreInputs : []),
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
