import { describe, expect, it } from 'vitest';
import { block, codeOf, fileAfter } from '../support/service.ts';

const replaced = (before: string, code: string, name = 'total', path = 'src/x.ts') =>
  fileAfter(block(code), name, [{ path, text: before }]);

describe('a whole function replaces', () => {
  it.each([
    [
      'a private method',
      'class A {\n  #total(x) {\n    return x + 1;\n  }\n}\n',
      '#total(x) {\n    return x + 2;\n  }',
      '#total',
    ],
    [
      'a static method',
      'class A {\n  static total(x) {\n    return x + 1;\n  }\n}\n',
      'static total(x) {\n    return x + 2;\n  }',
    ],
    [
      'a getter',
      'class A {\n  get total() {\n    return this.x + 1;\n  }\n}\n',
      'get total() {\n    return this.x + 2;\n  }',
    ],
    [
      'a generator',
      'export function* total(x) {\n  yield x + 1;\n}\n',
      'export function* total(x) {\n  yield x + 2;\n}',
    ],
    [
      'an async generator',
      'export async function* total(x) {\n  yield x + 1;\n}\n',
      'export async function* total(x) {\n  yield x + 2;\n}',
    ],
    [
      'an async arrow',
      'export const total = async (x) => x + 1;\n',
      'export const total = async (x) => x + 2;',
    ],
    [
      'a default export',
      'export default function total(x) {\n  return x + 1;\n}\n',
      'export default function total(x) {\n  return x + 2;\n}',
    ],
    [
      'what is exported with =',
      'function total(x: number) {\n  return x + 1;\n}\nexport = total;\n',
      'function total(x: number) {\n  return x + 2;\n}',
    ],
    [
      'a CommonJS function',
      "'use strict';\n\nfunction total(x) {\n  return x + 1;\n}\n\nmodule.exports = { total };\n",
      'function total(x) {\n  return x + 2;\n}',
      'total',
      'src/x.cjs',
    ],
    [
      'a prototype method',
      'A.prototype.total = function (x) {\n  return x + 1;\n};\n',
      'A.prototype.total = function (x) {\n  return x + 2;\n};',
    ],
    [
      'a function with a comment behind it',
      'function total(x) {\n  return x + 1;\n} // sums up\n',
      'function total(x) {\n  return x + 2;\n}',
    ],
  ])('%s', (_, before, code, name = 'total', path = 'src/x.ts') => {
    expect(replaced(before, code, name, path)).toBe(before.replace('+ 1', '+ 2').replace('x + 1', 'x + 2'));
  });

  const overloaded =
    'export function total(x: string): string;\nexport function total(x: number): number;\nexport function total(x: never) {\n  return x + 1;\n}\n';
  it('the implementation of overloads, which stay', () => {
    expect(replaced(overloaded, 'export function total(x: never) {\n  return x + 2;\n}')).toBe(
      overloaded.replace('+ 1', '+ 2'),
    );
  });

  it('the overloads too if the answer has them', () => {
    expect(replaced(overloaded, overloaded.replace('+ 1', '+ 2').trimEnd())).toBe(
      overloaded.replace('+ 1', '+ 2'),
    );
  });

  it('the decorators and the comment above a method if the answer has them', () => {
    const before =
      "class A {\n  b = 1;\n\n  /** Sums. */\n  @Get('/x')\n  total(x) {\n    return x + 1;\n  }\n}\n";
    const code = "/** Sums up. */\n  @Get('/x')\n  total(x) {\n    return x + 2;\n  }";
    expect(replaced(before, code)).toBe(before.replace('Sums.', 'Sums up.').replace('+ 1', '+ 2'));
  });
});

it('a function with emoji is offered to the model, and its answer taken', () => {
  const before = "function total(x) {\n  if (x > 1) console.warn('⚠️ slow 👩‍👩‍👧');\n  return x + 1;\n}\n";
  const after = before.replace('+ 1', '+ 2').replaceAll("'", '"');
  expect(replaced(before, after.trimEnd())).toBe(after);
});

describe('a whole function is refused', () => {
  it.each([
    [
      'as a method where there was a getter',
      'class A {\n  get total() {\n    return 1;\n  }\n}\n',
      'total() {\n    return 2;\n  }',
    ],
    [
      'as a method where there was a static one',
      'class A {\n  static total() {\n    return 1;\n  }\n}\n',
      'total() {\n    return 2;\n  }',
    ],
    [
      'as a declaration where there was an export',
      'exports.total = (x) => x + 1;\n',
      'function total(x) {\n  return x + 2;\n}',
    ],
  ])('%s', (_, before, code) => {
    expect(codeOf(() => replaced(before, code))).toBe('model/export-changed');
  });
});

describe('imports of a whole function go', () => {
  const withImports = (before: string, imports: string) =>
    fileAfter(block('function total(x) {\n  return b(x);\n}') + block(imports, 'ts imports'), 'total', [
      { path: 'src/x.js', text: before },
      { path: 'src/b.js', text: "require('c');\n" },
    ]);
  const [old, fast] = ['function total(x) {\n  return x;\n}\n', 'function total(x) {\n  return b(x);\n}\n'];
  const needed = "const b = require('./b.js');";

  it.each([
    ['below those of CommonJS', "const c = require('c');\n\n", `const c = require('c');\n${needed}\n\n`],
    ['below a directive', "'use strict';\n\n", `'use strict';\n${needed}\n\n\n`],
    ['below what starts a program', '#!/usr/bin/env node\n', `#!/usr/bin/env node\n${needed}\n\n`],
    ['below a byte order mark', '\ufeff', `\ufeff${needed}\n\n`],
  ])('%s', (_, before, after) => {
    expect(withImports(before + old, needed)).toBe(after + fast);
  });
});
