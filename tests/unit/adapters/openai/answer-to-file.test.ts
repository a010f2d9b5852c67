import { describe, expect, it } from 'vitest';
import { readAnswer } from '#adapters/openai/answer.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { splice } from '#adapters/openai/splice.ts';
import { InvalidInput } from '#core/errors.ts';
import { hot, requestFor } from '../../../contract/candidate-generator/requests.ts';

const path = 'src/total.ts';
const text = `import { a } from './a.ts';

/** Adds them up. */
export async function total(items: number[]): Promise<number> {
  return a(items);
}

export class Sums {
  all(items: number[]) {
    return total(items);
  }
}

const half = (x: number) => x / 2;
`;
const files = [
  { path, text },
  { path: 'src/a.ts', text: "import fast from 'fast';\nexport const a = fast;" },
];

/** The file with the answer's function. */
function fileAfter(answer: string, name = 'total'): string {
  const line = text.slice(0, text.search(new RegExp(`${name}(\\(| =)`))).split('\n').length;
  const choice = chooseFunction(requestFor(files, [hot(name, path, line)]));
  if (!choice) throw new Error('Nothing was chosen.');
  return splice(choice, readAnswer(answer), files);
}

const block = (code: string, info = 'ts') => `Do it better\n\nBecause.\n\n\`\`\`${info}\n${code}\n\`\`\`\n`;
const better = 'export async function total(items: number[]): Promise<number> {\n  return items.length;\n}';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInput) return error.code;
    throw error;
  }
  return 'accepted';
}

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
    ['with code that does not end', 'model/no-code', '```ts\nfunction total() {'],
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
    ['with code among the imports', 'model/unknown-import', block(better) + block('steal();', 'ts imports')],
  ])('is refused %s', (_, code, answer) => {
    expect(codeOf(() => fileAfter(answer))).toBe(code);
  });
});
