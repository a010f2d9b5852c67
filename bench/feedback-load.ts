import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { mean } from '#core/numbers/mean.ts';
import { median } from '#core/numbers/median.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { tableName } from '#local/database/table-name.ts';
import { startGateway } from '#local/gateway/gateway.ts';
import { startLearning } from '#local/stream/start-learning.ts';
import { startSystem } from '#local/system.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const connections = 16;
const [rounds, seconds] = [5, 4];
const programOf = (name: string) => fileURLToPath(new URL(`./feedback-load/${name}.ts`, import.meta.url));
const run = promisify(execFile);

/**
 * Ratings that one machine stores durably, and learns from meanwhile, against a server that stores request bodies in the
 * same database.
 */
export async function measure(): Promise<BenchmarkRatio> {
  const data = mkdtempSync(join(tmpdir(), 'feedback-load-'));
  const system = await startSystem({
    data,
    port: 0,
    model: null,
    startsAgain: false,
    windowSeconds: 5,
    analysisSeconds: 30,
    profileSeconds: 3,
  });
  const learning = await startLearning(system.folder, system.background);
  // The system's own one throttles as API Gateway does.
  const gateway = await startGateway({ port: 0, tokens: system.tokens, throttle: { rate: 1e6, burst: 1e6 } });
  const bare = spawn(process.execPath, [programOf('bare-program'), tableName], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [printed] = (await once(bare.stdout, 'data')) as [Buffer];
    const bareUrl = printed.toString().trim();
    const url = `${gateway.url}${basePath}/feedback`;
    const token = await system.tokens.issue({ sub: 'bench', roles: ['user'] }, '1h');
    const whole: number[] = [];
    const without: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      whole.push(await storedPerSecond(url, token));
      without.push(await storedPerSecond(bareUrl, token));
    }
    const ratios = whole.map((count, i) => count / (without[i] ?? Number.NaN)).sort((a, b) => a - b);
    return {
      subject: `ratings stored a second, on ${connections} connections`,
      baseline: 'a bare node:http server that stores them in the same database',
      ratio: median(ratios) ?? Number.NaN,
      spread: [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN],
      detail: `${mean(whole).toFixed(0)} a second, ${mean(without).toFixed(0)} bare (means of ${rounds} rounds of ${seconds} s)`,
    };
  } finally {
    bare.kill();
    await gateway.close();
    await learning.stop();
    await system.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function storedPerSecond(url: string, token: string): Promise<number> {
  const { stdout } = await run(process.execPath, [
    programOf('send-program'),
    url,
    token,
    `${connections}`,
    `${seconds}`,
  ]);
  return Number(stdout);
}
