import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadToPush } from '#adapters/ast-grep/rules/spread-to-push.ts';
import { expectSameResults, matches, rewrite, run } from './rewriting.ts';

const subject = (body: string) => `export function subject(items: unknown[]) {\n${body}\n}\n`;
const growing = (code: string, after = 'return list;') =>
  subject(`  let list: unknown[] = [];\n  for (const item of items) {\n    ${code}\n  }\n  ${after}`);
const spread = growing('list = [...list, item];');

describe('spread-to-push', () => {
  it('appends in place, and makes the variable a constant', () => {
    expect(rewrite(spreadToPush, spread)).toBe(
      spread.replace('let list', 'const list').replace('list = [...list, item]', 'list.push(item)'),
    );
  });

  it.each([
    ['one element is spread', spread],
    ['several are', growing('list = [...list, item, items.length];')],
    ['it uses concat', growing('list = list.concat([item]);')],
    [
      'it reads the list meanwhile',
      growing('if (list.length < 3 && !list.includes(1)) list = [...list, [list.at(-1), list[0]]];'),
    ],
    ['an element needs the list', growing('list = [...list, list.length];')],
    [
      'each turn has a list of its own',
      subject(`  const all: unknown[] = [];
  for (const group of items) {
    let list: unknown[] = [];
    for (const item of items) list = [...list, [group, item]];
    all.push(list);
  }
  return all;`),
    ],
    [
      'the list is read in a callback afterwards',
      growing('list = [...list, item];', 'return items.map(() => list);'),
    ],
  ])('gives the same result when %s', (_, source) => {
    const after = rewrite(spreadToPush, source) ?? '';
    expect(after).toContain('list.push(');
    expectSameResults(
      run(source),
      run(after),
      fc.array(fc.oneof(fc.integer(), fc.constant(undefined), fc.array(fc.nat()))),
    );
  });

  it('stays a variable if it is set once more', () => {
    expect(
      rewrite(spreadToPush, growing('list = [...list, item];', 'list = [0];\n  return list;')),
    ).toContain('let list');
  });

  it.each([
    ['it is not in a loop', subject('  let list: unknown[] = [];\n  list = [...list, 1];\n  return list;')],
    ['the loop passes the list on', growing('use(list);\n    list = [...list, item];')],
    ['the loop keeps the list', growing('old = list;\n    list = [...list, item];')],
    ['the loop returns the list', growing('if (item) return list;\n    list = [...list, item];')],
    [
      'the loop yields the list',
      growing('list = [...list, item];\n    yield list;').replace('function', 'function*'),
    ],
    ['the loop walks the list itself', growing('for (const x of list) list = [...list, x];')],
    ['a callback has the list', growing('later(() => list);\n    list = [...list, item];')],
    [
      'a function has the list',
      `${growing('peek();\n    list = [...list, item];', 'function peek() { keep(list); }\n  return list;')}`,
    ],
    [
      'the append is in a callback',
      subject(
        '  let list: unknown[] = [];\n  items.forEach((item) => { list = [...list, item]; });\n  return list;',
      ),
    ],
    ['the list comes from elsewhere', spread.replace('= []', '= items')],
    [
      'the list is a parameter',
      'export function subject(list, items) { for (const x of items) list = [...list, x]; return list; }',
    ],
    ['the list may not grow', spread.replace('unknown[] = []', 'readonly unknown[] = []')],
    ['the list has holes', spread.replace('= []', '= [, 1]')],
    ['the loop makes holes', growing('list[9] = 1;\n    list = [...list, item];')],
    ['what is spread may be anything', growing('list = [...list, ...item];')],
    ['what is appended may be a list', growing('list = list.concat(item);')],
    [
      'the list is of the module',
      'let list = [];\nexport function subject(items) { for (const x of items) list = [...list, x]; }',
    ],
    ['another list is spread', growing('list = [...items, item];')],
    [
      'the variable may keep the list of the turn before',
      subject(
        '  for (const a of items) { if (a) { var list = []; } for (const b of items) list = [...list, b]; all.push(list); }',
      ),
    ],
    ['the value is used', growing('use((list = [...list, item]));')],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(spreadToPush, source)).toBeNull();
  });

  it('says why it does not write', () => {
    expect(matches(spreadToPush, growing('list = list.concat(item);'))).toMatchObject([
      { reason: expect.stringContaining('one element') },
    ]);
    expect(matches(spreadToPush, growing('use(list);\n    list = [...list, item];'))).toMatchObject([
      { reason: expect.stringContaining('reference') },
    ]);
  });
});
