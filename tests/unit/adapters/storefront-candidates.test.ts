import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRuleGenerator } from '#adapters/ast-grep/rule-generator.ts';
import { isWellFormed } from '#adapters/ast-grep/syntax.ts';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { createModelGenerator } from '#adapters/openai/model-generator.ts';
import type {
  CandidateGenerator,
  Proposal,
  SourceFile,
  TriedChange,
} from '#core/improvements/candidate/candidate.ts';
import { makeCandidate } from '#core/improvements/candidate/make-candidate.ts';
import { Manifest } from '#core/service/manifest.ts';
import { type RecordedModel, startRecordedModel } from '#local/model/recorded-model.ts';
import { hot, requestFor } from '../../contract/candidate-generator/requests.ts';

const storefront = resolve('examples/storefront');
const scratch: string[] = [];
let files: SourceFile[];
let manifest: Manifest;
let server: RecordedModel;

beforeAll(async () => {
  const paths = globSync('src/**/*.ts', { cwd: storefront });
  files = await Promise.all(
    paths.map(async (path) => ({ path, text: await readFile(join(storefront, path), 'utf8') })),
  );
  manifest = Manifest.parse(JSON.parse(await readFile(join(storefront, 'ironclaw.json'), 'utf8')));
  server = await startRecordedModel({ answersFolder: 'local/model/answers' });
});

afterAll(async () => {
  await server.close();
  await Promise.all(scratch.map((folder) => rm(folder, { recursive: true })));
});

const rules = createRuleGenerator();
const model = () =>
  createModelGenerator({
    baseURL: server.url,
    model: 'recorded',
    apiKey: '',
    timeout: 5_000,
    maxTokens: 2_000,
  });

const delivery = {
  name: 'deliveryEstimate',
  path: 'src/delivery/estimate.ts',
  endpoint: 'GET /carts/:id/delivery',
};
const failed = (proposal: Proposal): TriedChange => ({
  ...proposal,
  hash: null,
  patch: 'a patch',
  outcome: '6 % answered 503',
});

/** Requests a proposal with a profile that shows the function waiting or computing. */
async function propose(
  generator: CandidateGenerator,
  { name, path, endpoint }: typeof delivery,
  self: number,
  earlier: TriedChange[] = [],
): Promise<Proposal | null> {
  const text = files.find((file) => file.path === path)?.text ?? '';
  const line = text.slice(0, text.indexOf(`function ${name}(`)).split('\n').length;
  return generator.propose(requestFor(files, [hot(name, path, line, self)], earlier, endpoint));
}

/** The storefront with the proposal's file in place of its own. */
async function patched({ changes }: Pick<Proposal, 'changes'>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'storefront-'));
  scratch.push(folder);
  await cp(storefront, folder, { recursive: true, filter: (from) => !from.includes('node_modules') });
  await symlink(resolve('node_modules'), join(folder, 'node_modules'));
  for (const { path, text } of changes) await writeFile(join(folder, path), text);
  return folder;
}

async function runIn(cwd: string, command: string, ...given: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(resolve('node_modules/.bin', command), given, { cwd });
  return stdout;
}

/** The sandbox's checks: it compiles, lint and tests pass, and its patch is a valid candidate. */
async function expectToHold(proposal: Proposal): Promise<void> {
  for (const { path, text } of proposal.changes) expect(isWellFormed(path, text)).toBe(true);
  const snapshot = { commit: 'c'.repeat(40), files };
  const { candidate } = makeCandidate({ proposal, snapshot, manifest, attempt: 1, ...patchTools });
  expect(candidate.linesChanged).toBeLessThan(30);
  const folder = await patched(proposal);
  await runIn(folder, 'oxlint', '--deny-warnings', 'src');
  await runIn(folder, 'tsc', '--noEmit');
  const tests = globSync('tests/**/*.test.ts', { cwd: folder });
  expect(await runIn(folder, 'node', '--test', '--test-isolation=none', ...tests)).toMatch(
    /pass [1-9]\d*\n[\s\S]*fail 0\b/,
  );
}

/** The number of `carts` full carts, estimated concurrently, that the real warehouse client refuses. */
async function refusals(proposal: Proposal, carts: number): Promise<number> {
  const folder = await patched(proposal);
  const load = (file: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, file)).href);
  const { deliveryEstimate } = await load(proposal.path);
  const { WarehouseClient } = await load('src/delivery/warehouse.ts');
  const warehouse = new WarehouseClient({ sessions: 8, waiting: 20, latency: 1 });
  const lines = Array.from({ length: 24 }, (_, i) => ({ sku: `S-${i}`, quantity: 1 }));
  const results = await Promise.allSettled(
    Array.from({ length: carts }, () => deliveryEstimate(warehouse, lines)),
  );
  return results.filter(({ status }) => status === 'rejected').length;
}

describe("the storefront's slow functions", () => {
  it('have their price list built in one pass by a rule', async () => {
    const slow = {
      name: 'priceList',
      path: 'src/pricing/price-list.ts',
      endpoint: 'GET /categories/:slug/prices',
    };
    const proposal = await propose(rules, slow, 0.8);
    expect(proposal?.author).toBe('spread-reduce-to-object');
    if (proposal) await expectToHold(proposal);
  });

  it("have their customers' orders looked up by key by a rule", async () => {
    const slow = {
      name: 'orderHistory',
      path: 'src/orders/order-history.ts',
      endpoint: 'GET /customers/:id/orders',
    };
    const proposal = await propose(rules, slow, 0.1);
    expect(proposal?.author).toBe('find-to-index');
    if (proposal) await expectToHold(proposal);
  });

  it('are not changed by rules if a function waits for another system', async () => {
    expect(await propose(rules, delivery, 0.01)).toBeNull();
  });

  it('request all lines from the warehouse at once in the first answer: correct alone, too much for two carts', async () => {
    const proposal = await propose(model(), delivery, 0.01);
    expect(proposal?.title).toBe('Ask the warehouse for all lines of a cart at once');
    if (!proposal) return;
    await expectToHold(proposal);
    expect(await refusals(proposal, 1)).toBe(0);
    expect(await refusals(proposal, 2)).toBeGreaterThan(0);
  });

  it('request three lines at a time in the second answer: correct for several carts', async () => {
    const first = await propose(model(), delivery, 0.01);
    const proposal = first && (await propose(model(), delivery, 0.01, [failed(first)]));
    expect(proposal?.title).toBe('Ask the warehouse for three lines of a cart at a time');
    if (!proposal) return;
    await expectToHold(proposal);
    expect(await refusals(proposal, 5)).toBe(0);
  });

  it('are also found without a profile, by following names from the route', async () => {
    const proposal = await model().propose(requestFor(files, [], [], delivery.endpoint));
    expect(proposal).toMatchObject({ path: delivery.path, function: delivery.name });
  });
});
