import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { documents } from '#lib/documents/documents.ts';

let made: Readonly<Record<string, string>>;
beforeAll(() => {
  made = documents();
});

it.each(['permissions.md'])('docs/%s is what the stacks make of it (npm run docs)', (file) => {
  const written = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  expect(withoutPadding(written)).toBe(withoutPadding(made[file] ?? ''));
});

/** The formatter pads the cells of a table. */
const withoutPadding = (text: string): string => text.replace(/ +/g, ' ').replace(/-{3,}/g, '---');
