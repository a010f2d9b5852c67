import { type EditBlock, isEditBlock, readEditBlocks } from './edit-blocks.ts';
import { refuse } from './refuse.ts';
import { clean, withoutHidden } from './untrusted.ts';

/** The content of a model's answer, in one of the two forms that the instructions allow. */
export type ModelAnswer = AnswerProse & (Rewrite | { readonly edits: readonly EditBlock[] });

interface AnswerProse {
  /** One line, or empty if the model gave no usable one. */
  readonly title: string;
  readonly rationale: string;
}

/** The chosen function, written again as a whole. */
export interface Rewrite {
  /** The whole function. */
  readonly code: string;
  /** Import statements, or empty. */
  readonly imports: string;
}

const fence = /^(`{3,}|~{3,})[ \t]*([\w.+-]*)[ \t]*([^\n]*)\n([\s\S]*?)^\1[ \t]*$/gm;
const languages = ['', 'ts', 'typescript', 'tsx', 'mts', 'js', 'javascript', 'jsx', 'mjs', 'cjs'];

/**
 * @throws InvalidInput `model/no-code`, `model/many-blocks`, `model/mixed-forms`, `model/hidden-characters` or those of
 *   `readEditBlocks`.
 */
export function readAnswer(content: string): ModelAnswer {
  const text = withoutThoughts(content.replaceAll('\r\n', '\n'));
  const blocks = [...text.matchAll(fence)].flatMap(([, , language = '', info = '', code = '']) =>
    languages.includes(language) || isEditBlock(code) ? [{ isImports: info.trim() === 'imports', code }] : [],
  );
  const count = blocks.filter(({ code }) => isEditBlock(code)).length;
  if (count === 0) return { ...readProse(text), ...readRewrite(blocks) };
  if (count < blocks.length)
    refuse('mixed-forms', 'The answer has edits and a whole function: it should have one of them.');
  const edits = readEditBlocks(text);
  for (const { search, replacement } of edits) refuseHidden(replacement, search);
  return { ...readProse(text), edits };
}

/** @param known code of the file, which may have such characters. */
function refuseHidden(code: string, known = ''): void {
  const added = code.split('\n').filter((line) => !known.includes(line));
  if (added.some((line) => withoutHidden(line) !== line))
    refuse('hidden-characters', 'The code in the answer contains hidden characters.');
}

function readRewrite(blocks: readonly { readonly isImports: boolean; readonly code: string }[]): Rewrite {
  const code = blocks.filter(({ isImports }) => !isImports);
  const imports = blocks.filter(({ isImports }) => isImports);
  const only = code[0]?.code.trim();
  if (!only) refuse('no-code', 'The answer contains no complete block of code.');
  if (code.length > 1 || imports.length > 1)
    refuse('many-blocks', `The answer contains ${blocks.length} blocks of code instead of one.`);
  const added = imports[0]?.code.trim() ?? '';
  refuseHidden(`${only}\n${added}`);
  return { code: only, imports: added };
}

/** Some servers leave in what a model thought before it answered, without the opening tag or with it. */
function withoutThoughts(text: string): string {
  const end = text.lastIndexOf('</think>');
  return end < 0 ? text : text.slice(end + '</think>'.length);
}

function readProse(text: string): AnswerProse {
  const prose = clean(text.slice(0, text.search(/^(`{3,}|~{3,})/m)), 2_000).trim();
  const [first = '', ...rest] = prose.split('\n');
  const title = first.replace(/^(#+\s*|\d+\.\s*|\*\*|title:\s*)+/i, '').replace(/[*.\s]+$/, '');
  const isTitle = title.length > 0 && title.length <= 90;
  return { title: isTitle ? title : '', rationale: (isTitle ? rest.join('\n') : prose).trim() };
}
