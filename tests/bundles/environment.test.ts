import { beforeAll, expect, test, vi } from 'vitest';
import { readEnvironment, type Variable } from '#functions/composition/environment.ts';
import { synthesize } from '#lib/documents/example-installation.ts';
import type { Template } from '#lib/documents/template.ts';
import { entries, variablesRead } from '../support/bundles.ts';

let template: Template;
beforeAll(() => {
  template = synthesize().service;
});

/** What the stack gives a function, Powertools' own variables left out. */
function given(entry: string): readonly string[] {
  const [, lambda] =
    template
      .ofType('AWS::Lambda::Function')
      .find(([, { Properties }]) => Properties.Description === `functions/${entry}.ts`) ?? [];
  const { Variables = {} } = (lambda?.Properties.Environment ?? {}) as { Variables?: object };
  return Object.keys(Variables).filter((name) => !name.startsWith('POWERTOOLS_'));
}

/** A variable without which the code that reads it fails. */
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

test.each(entries)('functions/%s.ts is given what its code reads', async (entry) => {
  const read = await variablesRead(entry);
  const missing = [...read].filter((name) => isRequired(name) && !given(entry).includes(name));
  const unread = given(entry).filter((name) => !read.has(name));
  expect({ missing, unread }).toEqual({ missing: [], unread: [] });
});

test('a variable without a default is required, one with a default is not', () => {
  expect(isRequired('TABLE_NAME')).toBe(true);
  expect(isRequired('WINDOW_SECONDS')).toBe(false);
});
