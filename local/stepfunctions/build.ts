import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '../processes/child.ts';

/** A failed build, with the error name of `codebuild:startBuild.sync`. */
export class BuildFailed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CodeBuild.BuildFailed';
  }
}

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

/** The stand-in for CodeBuild: runs the sandbox program on a job's folder, in its own process. */
export function startBuilds({ artifacts, owner }: { artifacts: string; owner: string }) {
  const running = new Set<{ stop(): Promise<void> }>();
  return {
    /**
     * @param folder the job's folder, as a key of the artifact store.
     * @param secrets variables that only this job may see.
     * @throws BuildFailed.
     */
    async build(folder: string, secrets: Readonly<Record<string, string>> = {}): Promise<void> {
      const path = join(artifacts, folder);
      await mkdir(join(path, 'out'), { recursive: true });
      const child = startChild({
        command: process.execPath,
        arguments: [program, path],
        folder: path,
        environment: {
          PATH: process.env.PATH ?? '/usr/bin:/bin',
          HOME: path,
          TMPDIR: process.env.TMPDIR ?? '/tmp',
          ...secrets,
        },
        log: createWriteStream(join(path, 'out', 'build.log'), { flags: 'a' }),
        owner,
        // A build that takes the processor from the service would slow down the requests that are judged.
        yields: true,
      });
      running.add(child);
      const { code, lastWords } = await child.ended;
      running.delete(child);
      if (code !== 0)
        throw new BuildFailed(lastWords.split('\n').at(-1) || `the job ended with code ${code}`);
    },
    async close(): Promise<void> {
      await Promise.all([...running].map((child) => child.stop()));
    },
  };
}
