import { describe, expect, it } from 'vitest';
import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { changeOf } from '#adapters/openai/model-generator.ts';
import { hot, requestFor } from '../../../../contract/candidate-generator/requests.ts';
import {
  better,
  block,
  changeAfter,
  codeOf,
  edit,
  fileAfter,
  files,
  path,
  text,
} from '../support/service.ts';

describe("a model's answer", () => {
  it('replaces the function and nothing else', () => {
    expect(fileAfter(block(better))).toBe(text.replace('return a(items);', 'return items.length;'));
  });

  it('replaces the comment above the function if it has its own', () => {
    expect(fileAfter(block(`/** Counts them. */\n${better}`))).toBe(
      text.replace('return a(items);', 'return items.length;').replace('Adds them up.', 'Counts them.'),
    );
  });

  it('replaces methods and constants too', () => {
    expect(fileAfter(block('all(items: number[]) {\n    return 1;\n  }'), 'all')).toBe(
      text.replace('return total(items);', 'return 1;'),
    );
    expect(fileAfter(block('const half = (x: number) => x * 0.5;'), 'half')).toBe(
      text.replace('x / 2', 'x * 0.5'),
    );
  });

  it.each([
    ['a field', 'class A {\n  total = (x) => x + 1;\n}\n', 'total = (x) => x + 2;'],
    [
      'a method of an object',
      'export const api = {\n  total(x) {\n    return x + 1;\n  },\n};\n',
      'total(x) {\n    return x + 2;\n  }',
    ],
    [
      'a decorated method',
      "class A {\n  @Get('/x')\n  total(x) {\n    return x + 1;\n  }\n}\n",
      "@Get('/x')\n  total(x) {\n    return x + 2;\n  }",
    ],
    ['a property', 'exports.total = (x) => x + 1;\n', 'exports.total = (x) => x + 2;'],
    ['a wrapped function', 'const total = cached((x) => x + 1);\n', 'const total = cached((x) => x + 2);'],
    [
      'a function that is not exported',
      'function total(x) {\n  return x + 1;\n}\n',
      'function total(x) {\n  return x + 2;\n}',
    ],
  ])('replaces %s', (_, before, code) => {
    const line = before.slice(0, before.indexOf('x + 1')).split('\n').length;
    const all = [{ path, text: before }];
    const choice = chooseFunction(requestFor(all, [hot('total', path, line)]));
    if (!choice) throw new Error('Nothing was chosen.');
    const { changes } = changeOf(readAnswer(block(code)), choice, all);
    expect(changes[0]?.text).toBe(before.replace('x + 1', 'x + 2'));
  });

  it('adds imports of existing files and packages', () => {
    const imports = block("import { a as b } from './a.ts';\nimport fast from 'fast';", 'ts imports');
    expect(fileAfter(block(better) + imports)).toContain(
      "import { a } from './a.ts';\nimport { a as b } from './a.ts';\nimport fast from 'fast';\n\n/** Adds",
    );
  });

  it('separates its title from its reasons', () => {
    expect(readAnswer(block(better))).toMatchObject({ title: 'Do it better', rationale: 'Because.' });
    expect(readAnswer(`## **Title: Do it better.**\n\nBecause.\n${block(better)}`).title).toBe(
      'Do it better',
    );
    expect(readAnswer(block(better).replace('Do it better', 'x'.repeat(200)))).toMatchObject({ title: '' });
  });

  it.each([
    ['without code', 'model/no-code', 'I would use a map.'],
    ['with code that does not end', 'model/truncated', '```ts\nfunction total() {'],
    ['with code of another language', 'model/no-code', block('rm -rf .', 'sh')],
    ['with two blocks', 'model/many-blocks', block(better) + block(better)],
    ['with two functions', 'model/not-one-function', block(`${better}\nfunction other() {}`)],
    ['with a statement beside the function', 'model/not-one-function', block(`${better}\nlog();`)],
    ['with no function', 'model/not-one-function', block('export const total = 1;')],
    ['with another function', 'model/wrong-function', block(better.replace('total', 'sum'))],
    ['without the export', 'model/export-changed', block(better.replace('export ', ''))],
    [
      'with an export of another kind',
      'model/export-changed',
      block(better.replace('export ', 'export default ')),
    ],
    ['that cannot be compiled', 'model/syntax', block(better.replace('}', ''))],
    [
      'that only a compiler rejects',
      'model/syntax',
      block(better.replace('async ', '').replace('return', 'await')),
    ],
    [
      'that leaves code out',
      'model/left-out',
      block(better.replace('return', '// ... the rest of the function\n  return')),
    ],
    ['that changes nothing', 'model/unchanged', block(better.replace('items.length', 'a(items)'))],
    [
      'with hidden characters',
      'model/hidden-characters',
      block(better.replace('items.length', "'\u202e'.length")),
    ],
    [
      'with a package of its own',
      'model/unknown-import',
      block(better) + block("import x from 'left-pad';", 'ts imports'),
    ],
    [
      'with a file that is not there',
      'model/unknown-import',
      block(better) + block("import x from './x.ts';", 'ts imports'),
    ],
    ['with code among the imports', 'model/no-import', block(better) + block('steal();', 'ts imports')],
  ])('is refused %s', (_, code, answer) => {
    expect(codeOf(() => fileAfter(answer))).toBe(code);
  });
});

describe("edits in a model's answer", () => {
  const answer = (...parts: readonly string[]) => `Do it better\n\nBecause.\n\n${parts.join('\n')}`;
  const body = edit('  return a(items);\n', '  return sum(items);\n');
  const helper = edit(
    '/** Adds them up. */\n',
    'const sum = (items: number[]) => items.length;\n\n/** Adds them up. */\n',
  );
  const elsewhere = edit('export const a = fast;\n', 'export const a = (x: unknown) => fast(x);\n');
  const withTwins = [{ path, text: `${text}\nconst one = () => half(1);\nconst two = () => half(1);\n` }];

  it('change several places and files, add helpers, and name the function that changes', () => {
    const all = [
      { path, text },
      { path: 'src/a.ts', text: `${files[1]?.text}\n` },
    ];
    const changed = changeAfter(answer(path, helper, body, 'src/a.ts', elsewhere), 'total', all);
    expect(changed).toMatchObject({ path, function: 'total' });
    expect(changed.changes.map((one) => one.path)).toEqual([path, 'src/a.ts']);
    expect(changed.changes[0]?.text).toBe(
      text
        .replace('return a(items)', 'return sum(items)')
        .replace('/** Adds', 'const sum = (items: number[]) => items.length;\n\n/** Adds'),
    );
    expect(changed.changes[1]?.text).toContain('fast(x)');
  });

  it('may change another function than the chosen one, which is named then', () => {
    const halved = edit('const half = (x: number) => x / 2;\n', 'const half = (x: number) => x * 0.5;\n');
    expect(changeAfter(answer(path, halved))).toMatchObject({ path, function: 'half' });
  });

  it('are found with other indentation, and get that of the file', () => {
    const shifted = edit(
      'all(items: number[]) {\n  return total(items);\n}\n',
      'all(items: number[]) {\n  return 1;\n}\n',
    );
    expect(fileAfter(answer(path, shifted))).toBe(text.replace('return total(items);', 'return 1;'));
  });

  it('leave line ends, marks at the beginning and letters of any script as they are', () => {
    const all = [{ path, text: `\ufeff// größer 😀\n${text}`.replaceAll('\n', '\r\n') }];
    const textAfter = (said: string) => changeAfter(said, 'total', all).changes[0]?.text ?? '';
    const expected = all[0]?.text.replace('return a(items);', 'return items.length;');
    expect(textAfter(answer(path, edit('  return a(items);\n', '  return items.length;\n')))).toBe(expected);
    expect(textAfter(block(better))).toBe(expected);
  });

  it.each([
    ['a path in bold, without a language', `**${path}**\n\n${body.replace('```ts', '```')}`],
    ['a path in the fence of its first edit', body.replace('```ts\n', `\`\`\`ts\n${path}\n`)],
    ['a heading, and Windows line ends', `### \`${path}\`\n${body}`.replaceAll('\n', '\r\n')],
    ['fences of four', `${path}\n${body.replaceAll('```', '````')}`],
    ['thoughts before it', `<think>\n${block('draft()')}\n</think>\n${path}\n${body}`],
    ['a path as diffs write it', `b/${path}\n${body}`],
    ['prose between', `${path}\n${body}\nThe next one is the helper.\n\n${helper}`],
  ])('are read with %s', (_, said) => {
    expect(fileAfter(said)).toContain('return sum(items);');
  });

  it.each([
    ['of no named file', 'model/no-path', body],
    ['of a file that is not there', 'model/unknown-file', `src/other.ts\n${body}`],
    ['that do not end', 'model/open-edit', `${path}\n${body.replace('>>>>>>> REPLACE\n', '')}`],
    ['without their middle', 'model/open-edit', `${path}\n${body.replace('=======\n', '')}\n${helper}`],
    ['of lines that are not there', 'model/not-found', `${path}\n${edit('  return b(items);\n', '')}`],
    ['of no line', 'model/nothing-sought', `${path}\n${edit('', 'const x = 1;\n')}`],
    [
      'that leave code out',
      'model/left-out',
      `${path}\n${edit('  return a(items);\n', '  // ... existing code ...\n  return 1;\n')}`,
    ],
    [
      'that change nothing',
      'model/unchanged',
      `${path}\n${edit('  return a(items);\n', '  return a(items);\n')}`,
    ],
    [
      'that cannot be compiled',
      'model/syntax',
      `${path}\n${edit('  return a(items);\n', '  return a(items;\n')}`,
    ],
    [
      'that remove an export',
      'model/export-changed',
      `${path}\n${edit('export class Sums {\n', 'class Sums {\n')}`,
    ],
    [
      'with a package of its own',
      'model/unknown-import',
      `${path}\n${edit("import { a } from './a.ts';\n", "import { a } from './a.ts';\nimport pad from 'left-pad';\n")}`,
    ],
    [
      'that load a package of its own',
      'model/unknown-import',
      `${path}\n${edit('  return a(items);\n', "  return (await import('left-pad')).default(items);\n")}`,
    ],
    ['beside a whole function', 'model/mixed-forms', `${path}\n${body}\n${block(better)}`],
    [
      'with hidden characters',
      'model/hidden-characters',
      `${path}\n${edit('  return a(items);\n', '  return a(\u202eitems);\n')}`,
    ],
  ])('are refused %s', (_, code, said) => {
    expect(codeOf(() => fileAfter(said))).toBe(code);
  });

  it('may repeat hidden characters of the file, but add none, also outside of a fence', () => {
    const all = [{ path, text: text.replace('return total(items);', 'return total(items); // ❤\ufe0f') }];
    const line = '    return total(items); // ❤\ufe0f\n';
    const said = (added: string) => `${path}\n${edit(line, `    ${added}\n${line}`)}`;
    expect(changeAfter(said('items = [];'), 'total', all).changes[0]?.text).toContain('items = [];');
    expect(codeOf(() => changeAfter(said("items = '\u200b';"), 'total', all))).toBe(
      'model/hidden-characters',
    );
    const bare = edit('  return a(items);\n', "  return a('\u200b');\n").replaceAll(/```.*\n/g, '');
    expect(codeOf(() => fileAfter(`${path}\n${helper}\n${bare}`))).toBe('model/hidden-characters');
  });

  it('are refused where they fit several places, with how many', () => {
    const said = `${path}\n${edit('half(1)\n', 'half(2)\n')}`;
    expect(codeOf(() => changeAfter(said, 'total', withTwins))).toBe('model/not-found');
    const twice = { path, text: `${text}\nhalf(1);\nhalf(1);\n` };
    expect(() => changeAfter(said.replaceAll('half(1)', 'half(1);'), 'total', [twice])).toThrow(
      `Edit 1 of ${path} fits 2 places: add lines around it that occur once.`,
    );
  });

  it('say which line the file does not have', () => {
    expect(() => fileAfter(`${path}\n${edit('  return b(items);\n', '')}`)).toThrow(
      `Edit 1 of ${path} has a line that the file does not have: "return b(items);".`,
    );
  });
});
