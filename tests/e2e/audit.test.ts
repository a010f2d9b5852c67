import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson } from '#core/events/canonical-json.ts';
import { type ApiSystem, startApiSystem } from '../support/api-system.ts';
import { runIronclaw } from '../support/ironclaw.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.tokenOf('auditor', ['viewer']);
  for (const user of ['ada', 'bob'])
    for (const model of ['model-a', 'model-b', 'model-c']) {
      const authorization = `Bearer ${await system.tokenOf(user)}`;
      const body = { taskType: 'code', model };
      const { status } = await system.call('POST', '/preferences/override', {
        headers: { authorization },
        body,
      });
      expect(status).toBeLessThan(300);
    }
});
afterAll(() => system.stop());

const audit = (...args: readonly string[]) =>
  runIronclaw(['audit', ...args, '--api', system.url, '--days', '2'], {
    environment: { IRONCLAW_TOKEN: token },
  });

test('the log is verified, exported, verified again elsewhere, and what was changed is named', async () => {
  const folder = temporaryFolder();
  const [heads, whole, changed] = ['heads', 'whole', 'changed'].map((name) =>
    join(folder, `${name}.jsonl`),
  ) as [string, string, string];

  const verified = await audit('verify');
  expect(verified.code, verified.stderr).toBe(0);
  expect(verified.stderr).toBe('6 events of 2 subjects are as they were written.\n');
  expect(
    verified.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toMatchObject([
    { subject: 'user:ada', sequence: 3 },
    { subject: 'user:bob', sequence: 3 },
  ]);
  writeFileSync(heads, verified.stdout);

  const exported = await audit('export');
  const lines = exported.stdout.trim().split('\n');
  expect(lines).toHaveLength(6);
  // The documented rule, without the code that verifies.
  for (const line of lines) {
    const { hash, ...covered } = JSON.parse(line);
    expect(createHash('sha256').update(canonicalJson(covered)).digest('hex')).toBe(hash);
  }
  writeFileSync(whole, exported.stdout);
  expect(await audit('verify', '--file', whole, '--heads', heads)).toMatchObject({
    code: 0,
    stdout: verified.stdout,
  });

  writeFileSync(changed, `${lines.with(1, lines[1]?.replace('model-b', 'model-x') ?? '').join('\n')}\n`);
  expect(await audit('verify', '--file', changed)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('ironclaw: user:ada: event 2 was changed after it was written.'),
  });

  writeFileSync(changed, lines.slice(0, -1).join('\n'));
  expect(await audit('verify', '--file', changed)).toMatchObject({ code: 0 });
  expect(await audit('verify', '--file', changed, '--heads', heads)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'ironclaw: user:bob: event 3 was there at the earlier audit and is missing.',
    ),
  });
  expect(readFileSync(whole, 'utf8')).toBe(exported.stdout);
});

test('a file that is no export is named with its line', async () => {
  const file = join(temporaryFolder(), 'notes.txt');
  writeFileSync(file, 'hello\n');

  expect(await audit('verify', '--file', file)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`ironclaw: line 1 of ${file} is not JSON`),
  });
  expect(await audit('verify', '--file', '/nowhere')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('ironclaw: cannot read /nowhere'),
  });
});
