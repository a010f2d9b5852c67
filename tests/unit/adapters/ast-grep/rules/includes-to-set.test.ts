import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includesToSet } from '#adapters/ast-grep/rules/includes-to-set.ts';
import { expectSameResults, outcome, rewrite, run } from './rewriting.ts';

const subject = (body: string, parameters = 'items: readonly number[], blocked: readonly number[]') =>
  `export function subject(${parameters}) {\n${body}\n}\n`;
const filtered = subject('  return items.filter((item) => !blocked.includes(item));');
const strange = fc.oneof(
  fc.constantFrom(Number.NaN, 0, -0, undefined, null, '1', 1),
  fc.integer({ min: 0, max: 9 }),
);

describe('includes-to-set', () => {
  it('builds the set before the loop', () => {
    expect(rewrite(includesToSet, filtered)).toContain(
      '  const blockedSet = new Set(blocked);\n  return items.filter((item) => !blockedSet.has(item));',
    );
  });

  it('gives the same result for every value, including NaN, -0, undefined, holes and the empty list', () => {
    const [before, rewritten] = [run(filtered), run(rewrite(includesToSet, filtered) ?? '')];
    expectSameResults(before, rewritten, fc.array(strange), fc.array(strange));
    expect(outcome(rewritten, [undefined, 1], Array(2))).toEqual({ value: [1] });
    expect(outcome(rewritten, [Number.NaN], [Number.NaN])).toEqual({ value: [] });
  });

  it('uses one set for every test of the loop', () => {
    const source = subject(`  let hits = 0;
  for (const item of items) {
    if (blocked.includes(item) || blocked.includes(-item)) hits += 1;
  }
  return hits;`);
    const rewritten = rewrite(includesToSet, source) ?? '';
    expect(rewritten).toContain('if (blockedSet.has(item) || blockedSet.has(-item)) hits += 1;');
    expect(run(rewritten)([1, 2, 3], [1, -2])).toBe(run(source)([1, 2, 3], [1, -2]));
  });

  it('reads a constant made on the spot', () => {
    const source = subject(
      `  const known = Object.keys(index);
  return items.filter((item) => known.includes(item));`,
      'items: string[], index: object',
    );
    expect(rewrite(includesToSet, source)).toContain('const knownSet = new Set(known);');
  });

  const test = '  return items.filter((item) => blocked.includes(item));';
  it.each([
    ['it is not in a loop', subject('  return blocked.includes(items[0]);')],
    ['the receiver may be a string', subject(test, 'items: string[], blocked: string')],
    ['the receiver is unknown', subject(test, 'items, blocked')],
    ['the list may be changed', subject(test, 'items: number[], blocked: number[]')],
    ['a start index is given', subject('  return items.filter((item) => blocked.includes(item, 2));')],
    ['the call is optional', subject('  return items.filter((item) => blocked?.includes(item));')],
    [
      'the loop awaits',
      subject('  for (const item of items) { await pause(); use(blocked.includes(item)); }'),
    ],
    ['the list is short', subject(`  const few = [1, 2, 3];\n${test.replace('blocked', 'few')}`)],
    [
      'the constant is appended to',
      subject(`  const own = items.map((x) => x);\n  own.push(1);\n${test.replace('blocked', 'own')}`),
    ],
    [
      'the constant is written to',
      subject(`  const own = items.map((x) => x);\n  own[0] = 1;\n${test.replace('blocked', 'own')}`),
    ],
    [
      'the constant is shortened',
      subject(`  const own = items.map((x) => x);\n  own.length = 1;\n${test.replace('blocked', 'own')}`),
    ],
    [
      'the constant is passed on',
      subject(`  const own = items.map((x) => x);\n  keep(own);\n${test.replace('blocked', 'own')}`),
    ],
    [
      'a callback sees the constant',
      subject(
        `  const own = items.map((x) => x);\n  own.forEach((x, i, all) => all.pop());\n${test.replace('blocked', 'own')}`,
      ),
    ],
    [
      'the list is made in the loop',
      subject(
        '  return items.filter((item) => { const own = Object.keys(item); return own.includes(item); });',
      ),
    ],
    ['the file has a Set of its own', `import { Set } from './own.ts';\n${filtered}`],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(includesToSet, source)).toBeNull();
  });
});
