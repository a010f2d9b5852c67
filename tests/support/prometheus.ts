import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { freePort } from '#local/processes/free-port.ts';
import { keptFolder } from './temporary-folder.ts';
import { until } from './until.ts';

export const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0;

export interface Prometheus {
  readonly url: string;
  stop(): Promise<void>;
}

/** The real Prometheus, filled from a text in OpenMetrics format with timestamps. */
export async function startPrometheus(openMetrics: string): Promise<Prometheus> {
  const folder = keptFolder('prometheus');
  writeFileSync(`${folder}/scraped.txt`, openMetrics);
  const blocks = ['tsdb', 'create-blocks-from', 'openmetrics', `${folder}/scraped.txt`, `${folder}/data`];
  const made = spawnSync('promtool', blocks, { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`promtool: ${made.stderr}`);
  return startIn(folder, 'scrape_configs: []\n');
}

/** The real Prometheus, which scrapes `/metrics` of one server each second as the job `ironclaw`. */
export function startScraping(url: string): Promise<Prometheus> {
  const job = { job_name: 'ironclaw', static_configs: [{ targets: [new URL(url).host] }] };
  // JSON is YAML.
  const config = JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [job] });
  return startIn(keptFolder('prometheus'), config);
}

async function startIn(folder: string, config: string): Promise<Prometheus> {
  writeFileSync(`${folder}/prometheus.yml`, config);
  const port = await freePort();
  const child = spawn('prometheus', [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await until('Prometheus is ready', () => isReady(url, child), { patience: 30_000 });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function isReady(url: string, { exitCode }: ChildProcess): Promise<boolean> {
  if (exitCode !== null) throw new Error(`Prometheus ended with ${exitCode}`);
  return fetch(`${url}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
}

interface Vector {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [seconds: number, value: string];
    }[];
  };
}

/** The current value of an expression, without our own reader of Prometheus. */
export async function queryNow({ url }: Prometheus, expression: string) {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { data } = (await response.json()) as Vector;
  return data.result.map(({ metric: labels, value: [, value] }) => ({ labels, value: Number(value) }));
}
