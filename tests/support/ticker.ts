import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitAll } from './git.ts';

/*
 * The ticker is a small service (tests/fixtures/ticker): plain node:http, one slow endpoint, rollouts of seconds.
 */

const fixture = fileURLToPath(new URL('../fixtures/ticker', import.meta.url));
const packages = fileURLToPath(new URL('../../node_modules', import.meta.url));

const tickerTraffic = join(fixture, 'traffic.jsonl');
export const slowEndpoint = 'GET /accounts/:id/value';

/** The command that improves the ticker in `repository`, under its own traffic. */
export function upOn(repository: string, data: string, ...more: readonly string[]): string[] {
  const service = ['--service', repository, '--traffic', tickerTraffic];
  return ['up', ...service, '--json', '--data', data, '--port', '0', ...more];
}

/** Its `ironclaw.json`. */
export function tickerManifest(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(fixture, 'ironclaw.json'), 'utf8'));
}

/** Differences from the ticker: texts by path, null for a removed file. */
export type Changes = Readonly<Record<string, string | null>>;

/** Copies the ticker to a new folder and makes it a repository with one commit. @returns the folder. */
export function makeTicker(folder: string, changes: Changes = {}): string {
  copyTicker(folder, changes);
  commitAll(folder);
  return folder;
}

/** The ticker without git. */
export function copyTicker(folder: string, changes: Changes = {}): string {
  cpSync(fixture, folder, { recursive: true });
  symlinkSync(packages, join(folder, 'node_modules'));
  writeFiles(folder, changes);
  return folder;
}

export function writeFiles(folder: string, changes: Changes): void {
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) rmSync(join(folder, path), { recursive: true });
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
}
