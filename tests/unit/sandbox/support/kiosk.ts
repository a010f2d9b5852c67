import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import { onTestFinished } from 'vitest';
import type { RecordedRequest, VerifyJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';

/*
 * The kiosk is a small real service (tests/fixtures/kiosk). These helpers make repositories, patches and job folders
 * of it, each in a separate folder that is removed after the test.
 */

const fixture = fileURLToPath(new URL('../../../fixtures/kiosk', import.meta.url));

export const fastTotals = `export interface Sale {
  readonly product: string;
  readonly cents: number;
}

/** What each product brought in, in the order in which the products were first sold. */
export function totalsByProduct(sales: readonly Sale[]): Record<string, number> {
  const totals = new Map<string, number>();
  for (const { product, cents } of sales) {
    totals.set(product, (totals.get(product) ?? 0) + cents);
  }
  return Object.fromEntries(totals);
}
`;

export const totalsFile = 'src/totals.ts';

export function kioskText(path: string): string {
  return readFileSync(join(fixture, path), 'utf8');
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A folder with the kiosk, with some of its files replaced. */
export function makeKiosk(files: Record<string, string> = {}): string {
  const folder = temporaryFolder();
  cpSync(fixture, folder, { recursive: true });
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A patch that turns the kiosk's own file into `after`; without a text before, it adds the file. */
export function patchOf(after: string, path = totalsFile, before: string | null = kioskText(path)): string {
  return createTwoFilesPatch(before === null ? '/dev/null' : `a/${path}`, `b/${path}`, before ?? '', after);
}

export function hashOf(patch: string): string {
  return createHash('sha256').update(patch).digest('hex');
}

export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** The kiosk as a git repository with one commit on `main`. */
export function makeRepository(files: Record<string, string> = {}): string {
  const folder = makeKiosk(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'The kiosk opens');
  return folder;
}

export function requestFor(path: string): RecordedRequest {
  return { endpoint: `GET ${path.split('?')[0]}`, method: 'GET', path };
}

export const totalsRequests = [0, 50, 100, 150, 200].map((first) => requestFor(`/totals?first=${first}`));

/** Files of a package that a service may import, and a command that passes if the import works. */
export const pricesPackage = {
  'node_modules/prices/package.json': '{"name":"prices","type":"module","exports":"./index.js"}',
  'node_modules/prices/index.js': 'export const price = 42;',
};
export const importsPrices = 'node -e "import(\'prices\').then(({ price }) => process.exit(price - 42))"';

interface Given {
  /** Files of the base that differ from the kiosk's. */
  readonly base?: Record<string, string>;
  readonly patch?: string;
  /** Patches of further candidates. */
  readonly rivals?: readonly string[];
  readonly commands?: Partial<Manifest['commands']>;
  readonly requests?: readonly RecordedRequest[];
  readonly replay?: Partial<Manifest['replay']>;
  readonly job?: Partial<VerifyJob>;
}

/** A folder with everything that a verify job reads, and the job. By default, the candidate is good. */
export function makeVerifyJob(given: Given = {}): { folder: string; job: VerifyJob } {
  const folder = temporaryFolder();
  const kiosk = makeKiosk(given.base);
  const patch = given.patch ?? patchOf(fastTotals);
  const manifest = Manifest.parse(JSON.parse(kioskText('ironclaw.json')));
  const job: VerifyJob = {
    job: 'verify',
    improvementId: 'imp-1',
    candidateHash: hashOf(patch),
    rivals: (given.rivals ?? []).map(hashOf),
    baseCommit: 'a'.repeat(40),
    manifest: {
      ...manifest,
      commands: { ...manifest.commands, ...given.commands },
      replay: { ignore: ['at'], headers: {}, ...given.replay },
    },
    endpoint: 'GET /totals',
    dependencies: null,
    packages: false,
    node: null,
    isolation: 'bubblewrap',
    flakyTests: [],
    seed: 7,
    ...given.job,
  };
  execFileSync('tar', ['-cf', join(folder, 'source.tar'), '-C', kiosk, '.']);
  const lines = (given.requests ?? totalsRequests).map((request) => JSON.stringify(request));
  writeFiles(folder, {
    'job.json': JSON.stringify(job),
    'candidate.patch': patch,
    'requests.jsonl': `${lines.join('\n')}\n`,
    ...Object.fromEntries((given.rivals ?? []).map((rival, i) => [`rival-${i + 1}.patch`, rival])),
  });
  return { folder, job };
}
