import { describe, expect, test } from 'vitest';
import { findWithOxlint } from '#adapters/oxlint/find-with-oxlint.ts';
import { oxlintRules } from '#adapters/oxlint/rules.ts';

const waiting = (name: string) => ({
  path: name,
  text: 'export async function all(ids) {\n  for (const id of ids) await load(id);\n}\n',
});

/** A line for each rule that it must find in it. */
const suspicious: Readonly<Record<string, string>> = {
  'no-await-in-loop': 'for (const id of ids) await load(id);',
  'oxc/no-accumulating-spread': 'return ids.reduce((all, id) => ({ ...all, [id]: 1 }), {});',
  'unicorn/prefer-array-find': "return ids.filter((id) => id === 'a')[0];",
  'unicorn/prefer-array-some': "return ids.filter((id) => id === 'a').length > 0;",
};

test.each(oxlintRules)('oxlint finds what $setting is about', async ({ setting, message }) => {
  const text = `export async function f(ids: string[]) {\n  ${suspicious[setting]}\n}\n`;
  const { hits } = await findWithOxlint([{ path: 'src/f.ts', text }]);
  expect(hits).toEqual([expect.objectContaining({ path: 'src/f.ts', line: 2, rule: setting, message })]);
});

test('a comment of the author that switches a rule off counts', async () => {
  const text = waiting('a.ts').text.replace('  for', '  // eslint-disable-next-line no-await-in-loop\n  for');
  expect(await findWithOxlint([{ path: 'a.ts', text }])).toEqual({ hits: [], unparsable: [] });
});

describe('a file that oxlint cannot read', () => {
  test.each([
    ['has a syntax error', 'const a = (;\n'],
    ['has an error that types alone make', 'export = 1;\nexport const b = 2;\n'],
    ['is nested so deep that it crashes oxlint', `const a = ${'['.repeat(90_000)}${']'.repeat(90_000)};`],
  ])('costs no other file its findings if it %s', async (_, text) => {
    const { hits, unparsable } = await findWithOxlint([
      waiting('a.ts'),
      { path: 'bad.ts', text },
      waiting('b.ts'),
    ]);
    expect(unparsable).toEqual(['bad.ts']);
    expect(hits.map(({ path }) => path).toSorted()).toEqual(['a.ts', 'b.ts']);
  });
});
