import { beforeAll, expect, test, vi } from 'vitest';
import { readEnvironment, type Variable } from '#functions/composition/environment.ts';
import { synthesize } from '#lib/documents/example-installation.ts';
import type { Template } from '#lib/documents/template.ts';
import { entries, variablesRead } from '../support/bundles.ts';

let template: Template;
beforeAll(() => {
  template = synthesize().service;
});

/** The environment variables that the stack sets for a function, without those of Powertools. */
function variablesSet(entry: string): readonly string[] {
  const [, lambda] =
    template
      .ofType('AWS::Lambda::Function')
      .find(([, { Properties }]) => Properties.Description === `functions/${entry}.ts`) ?? [];
  const { Variables = {} } = (lambda?.Properties.Environment ?? {}) as { Variables?: object };
  return Object.keys(Variables).filter((name) => !name.startsWith('POWERTOOLS_'));
}

/** Whether the code that reads the variable fails without it. */
function isRequired(name: string): boolean {
  vi.stubEnv(name, undefined);
  try {
    readEnvironment(name as Variable);
    return false;
  } catch {
    return true;
  } finally {
    vi.unstubAllEnvs();
  }
}

test.each(entries)('functions/%s.ts gets exactly the variables that its code reads', async (entry) => {
  const read = await variablesRead(entry);
  const missing = [...read].filter((name) => isRequired(name) && !variablesSet(entry).includes(name));
  const unread = variablesSet(entry).filter((name) => !read.has(name));
  expect({ missing, unread }).toEqual({ missing: [], unread: [] });
});

test('a variable is required if it has no default', () => {
  expect(isRequired('TABLE_NAME')).toBe(true);
  expect(isRequired('WINDOW_SECONDS')).toBe(false);
});
