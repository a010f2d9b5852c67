import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../processes/child.ts';
import { openTurns } from '../turns.ts';

/** A failed build, with the error name of `codebuild:startBuild.sync`. */
export class BuildFailed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CodeBuild.BuildFailed';
  }
}

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));

/** Jobs that time what they run: those of two services at once would measure each other. */
const isTiming = (folder: string): boolean => /^jobs\/(check-base|verify)\//.test(folder);

/** The stand-in for CodeBuild: runs the sandbox program on a job's folder, in its own process. */
export function startBuilds({ artifacts, owner }: { artifacts: string; owner: string }) {
  const running = new Map<Child, string>();
  const takeTurn = openTurns();

  async function run(folder: string, secrets: Readonly<Record<string, string>>): Promise<void> {
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
    running.set(child, folder);
    const { code, lastWords } = await child.ended;
    running.delete(child);
    if (code !== 0) throw new BuildFailed(lastWords.split('\n').at(-1) || `the job ended with code ${code}`);
  }

  async function end(isEnded: (folder: string) => boolean): Promise<void> {
    const ending = [...running].filter(([, folder]) => isEnded(folder));
    await Promise.all(ending.map(([child]) => child.stop()));
  }

  return {
    /**
     * @param folder the job's folder, as a key of the artifact store.
     * @param secrets variables that only this job may see.
     * @throws BuildFailed.
     */
    build: (folder: string, secrets: Readonly<Record<string, string>> = {}): Promise<void> =>
      isTiming(folder) ? takeTurn(() => run(folder, secrets)) : run(folder, secrets),
    /** Ends the jobs of an improvement. */
    endOf: (improvement: string): Promise<void> => end((folder) => folder.split('/').includes(improvement)),
    close: (): Promise<void> => end(() => true),
  };
}
