import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rewrites, rules } from '#adapters/ast-grep/rules/registry.ts';
import type { Rule } from '#adapters/ast-grep/rules/rule.ts';
import { gateNames } from '#core/improvements/candidate/verification-report.ts';
import { FindingKind } from '#core/performance/findings/finding.ts';
import { routes } from '#functions/api/routes/all-routes.ts';
import { functionAccess } from '#lib/access/function-access.ts';
import { readDefinition, tasksOf } from '../support/state-machine.ts';
import { filesIn, firstColumn, namesIn, pascalCase, readText, root, textOf } from './repository.ts';

/*
 * What a contributor could forget, and what neither the type checker notices nor `npm run check:dead`, which finds code
 * that only tests reach.
 */

const isRule = (value: unknown): value is Rule =>
  typeof value === 'object' && value !== null && 'find' in value && 'rationale' in value;

describe('a rule', () => {
  const testOf = (name: string) => `tests/unit/adapters/ast-grep/rules/${name}.test.ts`;

  test('is named for its file, and the generator tries it', async () => {
    const written = await Promise.all(
      filesIn('adapters/ast-grep/rules/*.ts').map(async (path) => {
        const found = Object.values(await import(join(root, path))).filter(isRule);
        return found.map(({ name }) => `${basename(path, '.ts')}: ${name}`);
      }),
    );
    expect(rules.map(({ name }) => `${name}: ${name}`).toSorted()).toEqual(written.flat());
  });

  test.each(rules.map(({ name }) => name))('%s is tested, also on code that it must leave alone', (name) => {
    expect(filesIn(testOf(name))).toEqual([testOf(name)]);
    const writes = rewrites.some((rule) => rule.name === name);
    expect(readText(testOf(name))).toContain(
      writes ? 'leaves the function unchanged if' : 'suggests nothing if',
    );
  });
});

test.each(FindingKind.options)(
  'a finding of kind %s has its code, its row in the guide, and a test',
  (kind) => {
    expect(filesIn(`core/performance/findings/${kind}.ts`)).toHaveLength(1);
    expect(firstColumn('docs/read-a-report.md')).toContain(kind.replaceAll('-', ' '));
    expect(textOf('tests/unit/core/performance/**/*.test.ts')).toContain(`'${kind}'`);
  },
);

describe('a gate', () => {
  test('is tried, in the order of the list', () => {
    // A gate that is listed and never tried would be reported as skipped because an earlier one failed.
    const tried = [...readText('sandbox/verify/trial.ts').matchAll(/\.try\('(\w+)'/g)];
    expect(tried.map(([, name]) => name)).toEqual([...gateNames]);
  });

  test('is described, in the order of the list', () => {
    const described = firstColumn('docs/proof.md').map((cell) => cell.replaceAll('`', ''));
    expect(described.filter((name) => (gateNames as readonly string[]).includes(name))).toEqual([
      ...gateNames,
    ]);
  });

  test.each(gateNames)('%s has a test', (name) => {
    expect(textOf('tests/unit/sandbox/verify/**/*.test.ts')).toMatch(
      new RegExp(`'${name}'|judge${pascalCase(name)}`),
    );
  });
});

describe('a function', () => {
  test('of the API has a route, and a route has its function', () => {
    expect(namesIn('functions/api/*.ts')).toEqual(Object.keys(routes).toSorted());
  });

  test('has its permissions', () => {
    const entries = filesIn('functions/{api,tasks,schedule,stream,alarms}/*.ts');
    expect(Object.keys(functionAccess).toSorted()).toEqual(
      entries.map((path) => path.replace(/^functions\//, '').replace(/\.ts$/, '')),
    );
  });

  test('of the state machine has a state, and the state is described', () => {
    const states = [...tasksOf(readDefinition())];
    const invocations = states.filter(([, { Resource }]) => Resource.endsWith('lambda:invoke'));
    expect(namesIn('functions/tasks/*.ts').map(pascalCase)).toEqual(
      invocations.map(([name]) => name).toSorted(),
    );
    const described = firstColumn('docs/architecture.md').flatMap((cell) => cell.split(', '));
    expect(states.map(([name]) => name).filter((name) => !described.includes(name))).toEqual([]);
  });
});
