import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { documents } from '#lib/documents/documents.ts';
import { synthesize } from '#lib/documents/example-installation.ts';

let generated: Readonly<Record<string, string>>;
beforeAll(() => {
  generated = documents();
});

it.each(['docs/permissions.md', 'docs/cost.md', 'docs/retention.md'])(
  '%s matches the stacks (npm run docs updates it)',
  (file) => {
    const written = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(withoutPadding(written)).toBe(withoutPadding(generated[file] ?? ''));
  },
);

it('docs/deploy.md mentions only outputs that the stacks print', () => {
  const { stateful, service } = synthesize();
  const text = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const mentioned = [...text.matchAll(/<([A-Z]\w+)>/g)].map(([, name]) => name);
  expect(mentioned.length).toBeGreaterThan(6);
  expect(mentioned.filter((name) => ![...stateful.outputs, ...service.outputs].includes(name ?? ''))).toEqual(
    [],
  );
});

/** The formatter pads the cells of a table. */
const withoutPadding = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
