import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../../eval/proof/read-entries.ts';

const entry = (kind: string, ...blocks: readonly string[]) =>
  `# Rewrites\n\n## Index it\n\nKind: ${kind}\n\n${blocks.map((code) => `\`\`\`js\n${code}\n\`\`\`\n`).join('\n')}`;

describe('the entries of a file', () => {
  it('have a name, a kind, their code and what shows them', () => {
    expect(readEntries(entry('ties', 'const a = 1;', 'f(1);'), 'wrong', 'wrong.md')).toEqual([
      { name: 'Index it', label: 'wrong', kind: 'ties', code: 'const a = 1;\n', shownBy: 'f(1)' },
    ]);
  });

  it('need nothing that shows them if they are right, or if only their time differs', () => {
    expect(readEntries(entry('index', 'const a = 1;'), 'right', 'right.md')).toMatchObject([
      { shownBy: null },
    ]);
    expect(
      readEntries(entry('growth, shown by its time', 'const a = 1;'), 'wrong', 'wrong.md'),
    ).toMatchObject([{ kind: 'growth', shownBy: null }]);
  });

  it('are refused by name if something is missing', () => {
    expect(() => readEntries(entry('ties', 'const a = 1;'), 'wrong', 'f/wrong.md')).toThrow(
      'f/wrong.md: "Index it"',
    );
    expect(() => readEntries('## Index it\n', 'right', 'f/right.md')).toThrow('needs a kind');
  });
});
