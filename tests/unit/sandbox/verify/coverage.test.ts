import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCoverage } from '#sandbox/verify/coverage.ts';
import { makeKiosk, temporaryFolder } from '../support/kiosk.ts';

const before = 'export function sign(n: number): string {\n  return "?";\n}\n';
const after = `export function sign(n: number): string {
  // Nought has no sign.
  if (n < 0) {
    return "minus";
  }

  return "plus";
}
`;

/** Runs the program with Node's coverage and measures the change of sign.ts. */
async function coverageOf(program: string) {
  const root = makeKiosk({ 'src/sign.ts': after, 'program.ts': program });
  const folder = join(temporaryFolder(), 'coverage');
  execFileSync(process.execPath, ['program.ts'], { cwd: root, env: { NODE_V8_COVERAGE: folder } });
  return measureCoverage(folder, root, [{ path: 'src/sign.ts', before, after }]);
}

describe('the coverage of changed lines', () => {
  it('counts the changed lines with code, and the executed ones', async () => {
    expect(await coverageOf("import { sign } from './src/sign.ts'; sign(1);")).toEqual({
      changed: 3,
      executed: 2,
    });
    expect(await coverageOf("import { sign } from './src/sign.ts'; sign(-1);")).toEqual({
      changed: 3,
      executed: 2,
    });
    expect(await coverageOf("import { sign } from './src/sign.ts'; sign(-1); sign(1);")).toEqual({
      changed: 3,
      executed: 3,
    });
  });

  it('is 0 if the tests never load the file', async () => {
    expect(await coverageOf('console.log(1);')).toEqual({ changed: 3, executed: 0 });
  });

  it('is unknown without a report, or with one that cannot be trusted', async () => {
    const folder = temporaryFolder();
    const change = { path: 'src/sign.ts', before, after };
    expect(await measureCoverage(folder, '/box', [change])).toBeNull();
    const ranges = [{ startOffset: 0, endOffset: after.length + 500, count: 1 }];
    const moved = { result: [{ url: 'file:///box/src/sign.ts', functions: [{ ranges }] }] };
    writeFileSync(join(folder, 'coverage-1.json'), JSON.stringify(moved));
    writeFileSync(join(folder, 'coverage-2.json'), 'torn');
    expect(await measureCoverage(folder, '/box', [change])).toBeNull();
  });

  it('is a number of lines or unknown, whatever a report holds', async () => {
    const folder = temporaryFolder();
    const url = 'file:///box/src/sign.ts';
    const wild = fc.oneof(fc.anything(), fc.constantFrom(Number.NaN, -1, 1e308, '0', null, after.length));
    const range = fc.record({ startOffset: wild, endOffset: wild, count: wild }, { requiredKeys: [] });
    const functions = fc.oneof(
      wild,
      fc.array(fc.oneof(wild, fc.record({ ranges: fc.oneof(wild, fc.array(range)) }))),
    );
    const script = fc.oneof(wild, fc.record({ url: fc.oneof(wild, fc.constant(url)), functions }));
    const text = fc.oneof(
      fc.string(),
      fc.record({ result: fc.oneof(wild, fc.array(script)) }).map((report) => JSON.stringify(report) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(text, async (report) => {
        writeFileSync(join(folder, 'coverage-1.json'), report);
        const found = await measureCoverage(folder, '/box', [{ path: 'src/sign.ts', before, after }]);
        expect(found === null || (found.changed === 3 && found.executed <= 3)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is unknown if a report is nested without end', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'coverage-1.json'), `{"result":${'['.repeat(1_000_000)}`);
    expect(await measureCoverage(folder, '/box', [{ path: 'src/sign.ts', before, after }])).toBeNull();
  });
});
