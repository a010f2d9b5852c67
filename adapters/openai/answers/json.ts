import * as z from 'zod';
import { refuse } from '../refuse.ts';
import type { AnswerCode, AnswerProse, AnswerText } from './answer.ts';

const Text = z.string();
const Prose = { title: Text.default(''), rationale: Text.default('') };
const JsonEdit = z
  .object({ path: Text, search: Text, replacement: Text.optional(), replace: Text.optional() })
  .refine(({ replacement, replace }) => (replacement ?? replace) !== undefined);
const JsonAnswer = z.union([
  z.object({ ...Prose, edits: z.array(JsonEdit).min(1) }),
  z.object({ ...Prose, code: Text.min(1), imports: Text.default('') }),
]);

/**
 * An answer that is one JSON object: with `code` and perhaps `imports`, or with `edits`.
 * @returns null if it is something else. @throws InvalidInput `model/json`.
 */
export function readJson({ text, blocks }: AnswerText): (AnswerProse & AnswerCode) | null {
  const [only, ...others] = blocks;
  const isJson = only?.language === 'json' && others.length === 0;
  const json = isJson ? only.code.trim() : text.trim();
  if (!isJson && !/^\{\s*"[\s\S]*\}$/.test(json)) return null;
  const answer = JsonAnswer.safeParse(parsed(json)).data;
  if (!answer)
    refuse(
      'json',
      'The answer is JSON that has neither code nor edits in it: write Markdown, as the instructions say.',
    );
  const { title, rationale } = answer;
  if ('code' in answer)
    return { title, rationale, blocks: [{ path: null, code: answer.code }], imports: answer.imports };
  const edits = answer.edits.map(({ path, search, replacement, replace }) => ({
    path,
    search: withLineEnd(search),
    replacement: withLineEnd(replacement ?? replace ?? ''),
  }));
  return { title, rationale, edits };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** JSON's texts are often written without their last line end. */
const withLineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
