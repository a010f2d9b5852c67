import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { documents } from '#lib/documents/documents.ts';

let made: Readonly<Record<string, string>>;
beforeAll(() => {
  made = documents();
});

it.each(['permissions.md'])('docs/%s is what the stacks make of it (npm run docs)', (file) => {
  expect(readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8')).toBe(made[file]);
});
