import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { changeOf } from '#adapters/openai/model-generator.ts';
import { InvalidInput } from '#core/errors.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { hot, requestFor } from '../../../../contract/candidate-generator/requests.ts';

/** The main file of a small service. */
export const path = 'src/total.ts';
export const text = `import { a } from './a.ts';

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
export const files: readonly SourceFile[] = [
  { path, text },
  { path: 'src/a.ts', text: "import fast from 'fast';\nexport const a = fast;" },
];
/** The function that the tests replace, and the file after that. */
export const better =
  'export async function total(items: number[]): Promise<number> {\n  return items.length;\n}';
export const improved = text.replace('return a(items);', 'return items.length;');

/** What an answer changes, if the hottest function is the one of that name. */
export function changeAfter(answer: string, name = 'total', all = files): ReturnType<typeof changeOf> {
  const source = all[0]?.text ?? '';
  const line = source
    .slice(0, source.search(new RegExp(`${RegExp.escape(name)}(\\(| =)`)))
    .split('\n').length;
  const choice = chooseFunction(requestFor(all, [hot(name, all[0]?.path ?? '', line)]));
  if (!choice) throw new Error('Nothing was chosen.');
  return changeOf(readAnswer(answer), choice, all);
}

/** The text of the first file after the answer's change of it. */
export const fileAfter = (answer: string, name = 'total', all = files): string =>
  changeAfter(answer, name, all).changes[0]?.text ?? '';

/** An answer with a whole function. */
export const block = (code: string, info = 'ts'): string =>
  `Do it better\n\nBecause.\n\n\`\`\`${info}\n${code}\n\`\`\`\n`;

/** An edit as the instructions describe it, without the name of its file. */
export const edit = (search: string, replacement: string): string =>
  `\`\`\`ts\n<<<<<<< SEARCH\n${search}=======\n${replacement}>>>>>>> REPLACE\n\`\`\`\n`;

/** The code of the refusal, or "accepted". */
export function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof InvalidInput) return error.code;
    throw error;
  }
  return 'accepted';
}
