import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { documents } from '#lib/documents/documents.ts';
import { synthesize } from '#lib/documents/example-installation.ts';

let made: Readonly<Record<string, string>>;
beforeAll(() => {
  made = documents();
});

it.each(['permissions.md', 'cost.md'])('docs/%s is what the stacks make of it (npm run docs)', (file) => {
  const written = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  expect(withoutPadding(written)).toBe(withoutPadding(made[file] ?? ''));
});

it('docs/deploy.md asks for nothing that the stacks do not print', () => {
  const { stateful, service } = synthesize();
  const text = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const asked = [...text.matchAll(/<([A-Z]\w+)>/g)].map(([, name]) => name);
  expect(asked.length).toBeGreaterThan(6);
  expect(asked.filter((name) => ![...stateful.outputs, ...service.outputs].includes(name ?? ''))).toEqual([]);
});

/** The formatter pads the cells of a table. */
const withoutPadding = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
