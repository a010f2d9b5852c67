import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parse } from '#core/validation.ts';

const FrontMatter = z.strictObject({
  function: z.string().min(1),
  /** 1 for the first request for the function. */
  attempt: z.coerce.number().int().positive(),
  model: z.string().min(1),
});

export interface RecordedAnswer extends z.infer<typeof FrontMatter> {
  readonly text: string;
}

/**
 * Reads every `*.md` of the folder but its README: lines of `key: value` between two `---`, then the answer.
 * @throws InvalidInput `recorded-answer/invalid` for a file that does not begin so.
 */
export async function readAnswers(folder: string): Promise<RecordedAnswer[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md') && name !== 'README.md').sort();
  return Promise.all(names.map(async (name) => readOne(name, await readFile(join(folder, name), 'utf8'))));
}

function readOne(name: string, file: string): RecordedAnswer {
  const [, head = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? [];
  const pairs = head
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(/:\s*(.*)/, 2));
  const front = parse(
    FrontMatter,
    Object.fromEntries(pairs),
    `the recorded answer ${name}`,
    'recorded-answer/invalid',
  );
  return { ...front, text: text.trim() };
}
