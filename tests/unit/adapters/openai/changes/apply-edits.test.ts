import { describe, expect, it } from 'vitest';
import { applyAllEdits } from '#adapters/openai/changes/apply-edits.ts';
import { codeOf } from '../support/service.ts';

const path = 'src/list.js';
const edit = (search: string, replacement: string) => ({ path, search, replacement });
const edited = (text: string, ...edits: readonly ReturnType<typeof edit>[]): string =>
  applyAllEdits(edits, [{ path, text }])[0]?.text ?? '';
const refusal = (text: string, ...edits: readonly ReturnType<typeof edit>[]): string =>
  codeOf(() => edited(text, ...edits)).replace('model/', '');

describe('an edit finds its lines', () => {
  it.each([
    ['white space at their ends', 'a();  \nb();\n', 'a();\nb();\n', 'a();\nc();\n', 'a();  \nc();\n'],
    ['white space at its ends', 'a();\nb();\n', 'a();\nb();  \n', 'a();\nc();\n', 'a();\nc();\n'],
    ['blank lines around it', 'a();\nb();\n', '\nb();\n\n', '\nc();\n\n', 'a();\nc();\n'],
    ['less indentation', 'if (x) {\n    a();\n}\n', 'a();\n', 'b();\n', 'if (x) {\n    b();\n}\n'],
    [
      'tabs for spaces',
      '\tif (x) {\n\t\ta();\n\t}\n',
      '  if (x) {\n    a();\n  }\n',
      '  if (x) {\n    if (y) {\n      a();\n    }\n  }\n',
      '\tif (x) {\n\t\tif (y) {\n\t\t\ta();\n\t\t}\n\t}\n',
    ],
    [
      'spaces that do not break',
      "a('x\u00a0y');\nb();\n",
      "a('x y');\nb();\n",
      "a('x y');\nc();\n",
      "a('x\u00a0y');\nc();\n",
    ],
    ['typographic quotes', "a('x');\nb();\n", 'a(‘x’);\nb();\n', 'a(‘x’);\nc();\n', "a('x');\nc();\n"],
    [
      'hidden characters of the file',
      "a('❤\u200b');\nb();\n",
      "a('❤');\nb();\n",
      "a('❤');\nc();\n",
      "a('❤\u200b');\nc();\n",
    ],
    [
      'letters in another composition',
      "a('e\u0301');\nb();\n",
      "a('\u00e9');\nb();\n",
      "a('\u00e9');\nc();\n",
      "a('e\u0301');\nc();\n",
    ],
  ])('despite %s, and what it repeats stays as it was', (_, text, search, replacement, expected) => {
    expect(edited(text, edit(search, replacement))).toBe(expected);
  });

  it('exactly where lines differ in their indentation alone', () => {
    expect(edited('a();\n  a();\n', edit('  a();\n', '  b();\n'))).toBe('a();\n  b();\n');
  });

  it('in the file as it was, not in what an edit before it wrote', () => {
    const edits = [edit('a();\n', 'b();\na();\n'), edit('b();\n', 'c();\n')];
    expect(edited('a();\nb();\n', ...edits)).toBe('b();\na();\nc();\n');
  });

  it('in what an edit before it wrote, if the file never had them', () => {
    expect(edited('a();\nb();\n', edit('a();\n', 'x();\n'), edit('x();\n', 'y();\n'))).toBe('y();\nb();\n');
  });

  it('beside lines that an edit before it changed', () => {
    const edits = [edit('a();\nb();\n', 'x();\nb();\n'), edit('b();\nc();\n', 'b();\ny();\n')];
    expect(edited('a();\nb();\nc();\n', ...edits)).toBe('x();\nb();\ny();\n');
  });

  it('at the end of a file that repeats one line up to there', () => {
    const text = `${'a();\n'.repeat(50)}b();\n`;
    expect(edited(text, edit('a();\na();\nb();\n', 'c();\n'))).toBe(`${'a();\n'.repeat(48)}c();\n`);
  });
});

describe('the layout of a file stays', () => {
  it.each([
    ['Windows line ends', 'a();\r\nb();\r\n', 'a();\r\nx();\r\ny();\r\n'],
    ['both line ends', 'a();\r\nb();\n', 'a();\r\nx();\ny();\n'],
    ['no last line end', 'a();\nb();', 'a();\nx();\ny();'],
    ['blank lines at the end', 'a();\nb();\n\n\n', 'a();\nx();\ny();\n\n\n'],
    ['a byte order mark', '\ufeffa();\nb();\n', '\ufeffa();\nx();\ny();\n'],
  ])('%s', (_, text, expected) => {
    expect(edited(text, edit('a();\nb();\n', 'a();\nx();\ny();\n'))).toBe(expected);
  });

  it('the mark even where its line is replaced', () => {
    expect(edited('\ufeffa();\nb();\n', edit('a();\n', 'x();\n'))).toBe('\ufeffx();\nb();\n');
  });
});

describe('an edit is refused', () => {
  it.each([
    [
      'of lines that another edit replaced',
      'overlapping-edits',
      [edit('a();\nb();\n', 'x();\n'), edit('b();\nc();\n', 'y();\n')],
    ],
    ['that is made already', 'made-already', [edit('z();\n', 'b();\n')]],
    ['that the edit before it made', 'made-already', [edit('a();\n', 'x();\n'), edit('q();\n', 'x();\n')]],
    ['of lines that are not there', 'not-found', [edit('z();\n', 'x();\n')]],
    ['of lines in another order', 'not-found', [edit('c();\nb();\n', 'x();\n')]],
    ['of lines that are there twice', 'many-places', [edit('d();\n', 'x();\n')]],
    ['that changes nothing', 'unchanged', [edit('a();\n', 'a();\n')]],
    ['of lines that are there twice, one into the other', 'many-places', [edit('e();\ne();\n', 'x();\n')]],
  ])('%s', (_, code, edits) => {
    expect(refusal('a();\nb();\nc();\nd();\nd();\ne();\ne();\ne();\n', ...edits)).toBe(code);
  });
});

it('names the only file that ends like a path, but no other', () => {
  const files = ['src/a/x.js', 'src/b/x.js', 'src/b/y.js'].map((name) => ({ path: name, text: 'a();\n' }));
  const changed = (named: string) =>
    applyAllEdits([{ ...edit('a();\n', 'b();\n'), path: named }], files)[0]?.path;
  expect(['y.js', 'b/x.js', '/repo/src/a/x.js', 'a/src/a/x.js'].map(changed)).toEqual([
    'src/b/y.js',
    'src/b/x.js',
    'src/a/x.js',
    'src/a/x.js',
  ]);
  expect(codeOf(() => changed('x.js'))).toBe('model/unknown-file');
});

it('creates a file that has the name of another one in another folder', () => {
  const files = ['index.js', 'lib/x.js'].map((name) => ({ path: name, text: 'a();\n' }));
  const changed = applyAllEdits([{ path: 'lib/index.js', search: '', replacement: 'b();\n' }], files);
  expect(changed).toEqual([{ path: 'lib/index.js', text: 'b();\n' }]);
});
