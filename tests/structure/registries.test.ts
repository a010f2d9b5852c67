import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { rules } from '#adapters/ast-grep/rules/registry.ts';
import { gateNames } from '#core/improvements/candidate/verification-report.ts';
import { routes } from '#functions/api/routes/all-routes.ts';
import { functionAccess } from '#lib/access/function-access.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const namesIn = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root })
    .map((path) => basename(path, '.ts'))
    .sort();

/** What a contributor could forget, and what nothing else would notice. */
describe('every part that is written is also used', () => {
  test('a rule has a file of its name, and a test of the same name', () => {
    const helpers = ['free-name', 'reduce-call', 'registry', 'rule'];
    const files = namesIn('adapters/ast-grep/rules/*.ts').filter((name) => !helpers.includes(name));
    expect(rules.map(({ name }) => name).toSorted()).toEqual(files);
    const tests = namesIn('tests/unit/adapters/ast-grep/rules/*.test.ts').map((name) =>
      name.replace('.test', ''),
    );
    expect(tests).toEqual(files);
  });

  test('a route has a handler file, and a handler file has a route', () => {
    expect(namesIn('functions/api/*.ts')).toEqual(Object.keys(routes).toSorted());
  });

  test('a function has its permissions', () => {
    const entries = globSync('functions/{api,tasks,schedule,stream,alarms}/*.ts', { cwd: root });
    expect(Object.keys(functionAccess).toSorted()).toEqual(
      entries.map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, '')).toSorted(),
    );
  });

  test('a gate has its code', () => {
    const gates = namesIn('sandbox/verify/gates/*.ts');
    // Type check and lint are one command gate; noise and benchmark are both about speed.
    expect(gates).toEqual(['calls', 'command', 'equivalence', 'patch', 'speed', 'tests']);
  });

  test('a listed gate is tried, in the order of the list', () => {
    // A gate that is listed and never tried would be reported as skipped because an earlier one failed.
    const text = readFileSync(`${root}/sandbox/verify/verify.ts`, 'utf8');
    expect([...text.matchAll(/\.try\('(\w+)'/g)].map(([, name]) => name)).toEqual([...gateNames]);
  });
});
