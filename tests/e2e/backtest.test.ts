import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = fileURLToPath(new URL('../../bin/ironclaw.ts', import.meta.url));

/** `ironclaw backtest …`, as a user runs it. */
async function backtest(options: readonly string[], input = '') {
  const child = spawn(process.execPath, [program, 'backtest', ...options]);
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, stdout, stderr };
}

describe('ironclaw backtest', () => {
  test('preferences responds to a log line by line, and continues after an invalid line', async () => {
    const ts = 1_780_000_000_000;
    const lines = [
      { op: 'models', models: ['a', 'b'], tasks: ['code'] },
      ...Array.from({ length: 9 }, (_, i) => ({
        op: 'feedback',
        id: `${i}`,
        user: 'u',
        task: 'code',
        model: 'b',
        reward: 1,
        ts,
      })),
      { op: 'tick', ts },
      { op: 'guess' },
      { op: 'predict', user: 'u', task: 'code', ts },
    ];
    const { code, stdout } = await backtest(
      ['preferences'],
      lines.map((line) => JSON.stringify(line)).join('\n'),
    );
    expect(code).toBe(0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(answers).toEqual([
      {},
      {},
      { error: expect.stringContaining('line 12') },
      { model: 'b', confidence: expect.any(Number) },
    ]);
  });

  test('leak examines a file, and reports a missing one in a sentence', async () => {
    const folder = temporaryFolder();
    const values = Array.from({ length: 288 }, (_, i) => 100 + 2 * i);
    const series = { worker: { stepSeconds: 300, min: values, mean: values, max: values } };
    writeFileSync(`${folder}/memory.json`, JSON.stringify(series));
    const { code, stdout } = await backtest(['leak', '--series', `${folder}/memory.json`]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ worker: { leak: true } });

    const missing = await backtest(['leak', '--series', `${folder}/none.json`]);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/cannot read .*none\.json/);
    expect(missing.stderr).not.toContain('    at ');
  });

  test('sketch reads values from standard input', async () => {
    const { stdout } = await backtest(['sketch'], '1\n2\n3\n');
    expect(JSON.parse(stdout)).toMatchObject({ count: 3, p50: expect.closeTo(2, 1) });
  });
});
