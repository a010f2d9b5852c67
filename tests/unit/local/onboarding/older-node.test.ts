import { describe, expect, test } from 'vitest';
import { olderNode } from '#local/onboarding/older-node.ts';
import type { Row } from '#local/onboarding/row.ts';
import { viewTexts } from '../../../support/file-view.ts';

const removed = 'it ended with code 1: TypeError: Utils.isRegExp is not a function';
const failed = (detail: string): readonly Row[] => [
  { what: 'start', found: 'node app.js', verdict: 'fails', detail },
];
const chosenFor = (detail: string, range?: string, dockerfile = '') =>
  olderNode(viewTexts({ Dockerfile: dockerfile }), range === undefined ? null : { range }, failed(detail));

describe('a service that fails on our Node', () => {
  test.each([
    removed,
    "it ended with code 1: SyntaxError: Unexpected identifier 'assert'",
    'A native add-on is not built for the Node that runs here',
  ])('may need an older one: %s', (detail) => {
    expect(chosenFor(detail)).toBe('20');
  });

  test('gets the version of its Dockerfile, unless that is too old or no older one', () => {
    expect(chosenFor(removed, undefined, 'FROM node:18.20.4-alpine\n')).toBe('18');
    expect(chosenFor(removed, '>=16', 'FROM --platform=linux/amd64 node:22 AS build\n')).toBe('22');
    expect(chosenFor(removed, undefined, 'FROM node:12\n')).toBe('20');
    expect(chosenFor(removed, undefined, 'FROM node:99\n')).toBe('20');
  });

  test('gets no other if its own files name the one that was tried, or it fails for another reason', () => {
    expect(chosenFor(removed, '>=24')).toBeNull();
    expect(chosenFor(removed, '18')).toBeNull();
    expect(chosenFor('it ended with code 1: Error: DATABASE_URL is missing')).toBeNull();
    expect(olderNode(viewTexts({}), null, [])).toBeNull();
  });
});
