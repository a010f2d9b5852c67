import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { preloadFile } from '#local/recorder/preload-file.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';
import { compareServers } from './compare-servers.ts';
import { listenAsCollector } from './listen.ts';

const program = fileURLToPath(new URL('./preload/service-program.ts', import.meta.url));

/**
 * Time that the preloaded recorder adds to a request of a handler that works for a millisecond: the same service in two processes, with
 * and without it, in alternation. It sends as often as it does by default.
 */
export async function measure(): Promise<BenchmarkRatio> {
  const collector = await listenAsCollector();
  const bare = await start({});
  const recorded = await start({
    NODE_OPTIONS: `--require ${await preloadFile()}`,
    IRONCLAW_URL: collector.url,
    IRONCLAW_TOKEN: 'bench',
    IRONCLAW_SERVICE: 'bench',
  });
  try {
    return await compareServers(
      { subject: recorded.url, baseline: bare.url, rounds: 40, roundMilliseconds: 500 },
      {
        subject: 'a request of 1 ms with the recorder preloaded',
        baseline: 'the same request without it',
      },
    );
  } finally {
    for (const { child } of [bare, recorded]) child.kill();
    collector.close();
  }
}

async function start(environment: NodeJS.ProcessEnv): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [program], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { url: String(line).trim(), child };
}
