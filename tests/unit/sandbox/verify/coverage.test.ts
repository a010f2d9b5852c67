import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
});
