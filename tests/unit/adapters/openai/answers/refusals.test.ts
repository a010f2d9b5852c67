import { describe, expect, it } from 'vitest';
import { better, block, changeAfter, codeOf, edit, improved, path, text } from '../support/service.ts';

const body = edit('  return a(items);\n', '  return items.length;\n');
const whole = block(better);
const file = (named: string, code: string) => `${named}\n\`\`\`ts\n${code}\`\`\`\n`;
const newFile = (named: string, code = 'export const count = 1;\n') =>
  `${path}\n${edit("import { a } from './a.ts';\n", `import { a } from './a.ts';\nimport './${named.split('/').at(-1)}';\n`)}\n${named}\n${edit('', code)}`;

describe('an answer is refused', () => {
  it.each([
    ['that declines', 'declined', "I'm sorry, but I cannot help with that."],
    ['that finds nothing', 'declined', 'No change: the function is already optimal.'],
    ['that finds it good', 'declined', 'The function is already efficient; nothing to improve.'],
    ['that only talks of the change', 'no-code', 'I would use a map, so that it is faster.'],
    ['that talks of what it keeps', 'no-code', 'A map is optimal: it brings no change of behavior.'],
    ['that has an empty block', 'no-code', '```ts\n```\n'],
    ['that ends in its thoughts', 'open-thoughts', `<think>\n${whole}`],
    ['that ends in its code', 'truncated', whole.replace(/```\n$/, '')],
    ['that ends in a diff', 'truncated', `\`\`\`diff\n--- a/${path}\n+++ b/${path}\n@@\n-x`],
    ['that ends in an edit', 'open-edit', `${path}\n${body.split('=======')[0]}`],
    ['that ends in the second half of an edit', 'open-edit', `${path}\n${body.split('>>>>>>>')[0]}`],
    [
      'with two middles in an edit',
      'open-edit',
      `${path}\n${body.replace('=======', '=======\nx\n=======')}`,
    ],
    ['with two versions', 'several-versions', `### Option 1\n${path}\n${body}\n### Option 2\n${body}`],
    ['with two blocks', 'many-blocks', whole + whole],
    [
      'with two blocks of imports',
      'many-blocks',
      whole +
        block('', 'ts imports') +
        block("import 'fast';", 'ts imports') +
        block("import 'fast';", 'ts imports'),
    ],
    ['with edits and a function', 'mixed-forms', `${path}\n${body}\n${whole}`],
    [
      'with a diff and a function',
      'mixed-forms',
      `\`\`\`diff\n--- a/${path}\n+++ b/${path}\n@@\n-x\n\`\`\`\n${whole}`,
    ],
    [
      'with a diff that changes nothing',
      'no-code',
      `\`\`\`diff\n--- a/${path}\n+++ b/${path}\n@@\n x\n\`\`\`\n`,
    ],
    ['with a diff of no file', 'no-path', '```diff\n@@\n-x\n+y\n```\n'],
    ['that removes a file', 'moved-file', `\`\`\`diff\n--- a/${path}\n+++ /dev/null\n@@\n-x\n\`\`\`\n`],
    ['that renames a file', 'moved-file', '```diff\nrename from src/a.ts\nrename to src/b.ts\n```\n'],
    ['with edits of no file', 'no-path', body],
    ['with edits of a file that is not there', 'unknown-file', `src/other.ts\n${body}`],
    ['with edits of a file outside', 'unknown-file', `../../etc/other.ts\n${body}`],
    ['with an edit of nothing', 'nothing-sought', `${path}\n${edit('', 'x();\n')}`],
    ['with JSON of another kind', 'json', '{"answer": "use a map"}'],
    ['with JSON that is broken', 'json', `{"code": "${better}"}`],
    ['with a part of a file', 'part-of-file', file('src/a.ts', 'const b = 1;\n')],
    ['with the class around a method', 'not-one-function', block('export class Sums {\n  all() {}\n}')],
    ['with a file twice', 'file-twice', file(path, improved) + file(path, improved)],
    ['with a file as it is', 'unchanged', file(path, text)],
    [
      'with a file without its imports',
      'not-one-function',
      block(improved.replace("import { a } from './a.ts';\n", '')),
    ],
    [
      'with more than anyone reviews',
      'too-large',
      `${path}\n${edit('  return a(items);\n', `${'  a(items);\n'.repeat(1_001)}`)}`,
    ],
    [
      'with a new file that only imports itself',
      'unused-file',
      `src/count.ts\n${edit('', "import './count.ts';\n")}`,
    ],
    ['with too many edits', 'too-many-edits', `${path}\n${body.repeat(201)}`],
    ['with a new file that nothing imports', 'unused-file', `src/count.ts\n${edit('', 'export {};\n')}`],
    ['with a new file that is no source', 'new-file', newFile('src/count.json', '{}\n')],
    ['with a new file in a hidden folder', 'new-file', newFile('.github/count.ts')],
    ['with a new file of a hidden name', 'new-file', newFile('src/.count.ts')],
    ['with a new package', 'new-file', newFile('node_modules/count/index.js')],
    ['with a new file named like another', 'new-file', newFile('src/A.ts')],
    ['with a new file that cannot be compiled', 'syntax', newFile('src/count.ts', 'export const = 1;\n')],
    [
      'with a new file that imports a new package',
      'unknown-import',
      newFile('src/count.ts', "import 'left-pad';\n"),
    ],
  ])('%s', (_, code, answer) => {
    expect(codeOf(() => changeAfter(answer))).toBe(`model/${code}`);
  });

  it.each([
    '// ...',
    '// ... rest unchanged',
    '// rest of the function unchanged',
    '// … existing code …',
    '/* existing code */',
    '/* ... */',
    '// unchanged',
    '// (rest stays the same)',
    '// the remaining methods stay as is',
    '// same as before',
    '// other methods',
    '// [...]',
    '{/* ... */}',
    '...',
    '…',
    '# ...',
    '[...]',
    'const x = {}; // ...',
  ])('that leaves code out with %s', (line) => {
    const answer = `${path}\n${edit('  return a(items);\n', `  ${line}\n  return items.length;\n`)}`;
    expect(codeOf(() => changeAfter(answer))).toBe('model/left-out');
  });

  it.each([
    '...items,',
    '...(items ?? []),',
    '...[1],',
    "...'ab',",
    '1, // Wait for the rest of the items...',
    '// The items are unchanged if none is negative.',
    '// See https://example.org/...',
    "'https://...',",
    '// The remaining ones come last.',
  ])('but not for %s', (line) => {
    const answer = `${path}\n${edit('  return a(items);\n', `  return [\n    ${line}\n  ].length;\n`)}`;
    expect(codeOf(() => changeAfter(answer))).toBe('accepted');
  });
});
