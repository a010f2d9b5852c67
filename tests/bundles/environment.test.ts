import { beforeAll, expect, test } from 'vitest';
import { fullConfiguration, synthesize } from '#lib/documents/example-installation.ts';
import type { Template } from '#lib/documents/template.ts';
import { entries, variablesRead } from '../support/bundles.ts';
import { isRequired } from '../support/is-required.ts';

let template: Template;
beforeAll(() => {
  template = synthesize({
    ...fullConfiguration,
    analysis: { prometheus: 'http://prometheus.example.com:9090' },
    preferences: { learnFromOthers: false },
  }).service;
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

/** Functions that read one variable must agree on its value: it is set for all of them or left to its default for all. */
const isSetForAny = (name: string): boolean => entries.some((entry) => variablesSet(entry).includes(name));

test.each(entries)('functions/%s.ts gets exactly the variables that its code reads', async (entry) => {
  const read = await variablesRead(entry);
  const needed = [...read].filter((name) => isRequired(name) || isSetForAny(name));
  const missing = needed.filter((name) => !variablesSet(entry).includes(name));
  const unread = variablesSet(entry).filter((name) => !read.has(name));
  expect({ missing, unread }).toEqual({ missing: [], unread: [] });
});

test('a variable is required if it has no default', () => {
  expect(isRequired('TABLE_NAME')).toBe(true);
  expect(isRequired('WINDOW_SECONDS')).toBe(false);
});
