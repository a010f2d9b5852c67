import { refuse } from './refuse.ts';
import { clean, withoutHidden } from './untrusted.ts';

/** The content of a model's answer, in the form that the instructions require. */
export interface ModelAnswer {
  /** One line, or empty if the model gave no usable one. */
  readonly title: string;
  readonly rationale: string;
  /** The whole function. */
  readonly code: string;
  /** Import statements, or empty. */
  readonly imports: string;
}

const fence = /^```(\w*)[ \t]*([^\n]*)\n([\s\S]*?)^```[ \t]*$/gm;
const languages = ['', 'ts', 'typescript', 'tsx', 'js', 'javascript', 'jsx'];

/** @throws InvalidInput `model/no-code`, `model/many-blocks` or `model/hidden-characters`. */
export function readAnswer(content: string): ModelAnswer {
  const text = content.replaceAll('\r\n', '\n');
  const blocks = [...text.matchAll(fence)].flatMap(([, language = '', info = '', code = '']) =>
    languages.includes(language) ? [{ isImports: info.trim() === 'imports', code: code.trim() }] : [],
  );
  const code = blocks.filter(({ isImports }) => !isImports);
  const imports = blocks.filter(({ isImports }) => isImports);
  const [only] = code;
  if (!only?.code) refuse('no-code', 'The answer contains no complete block of code.');
  if (code.length > 1 || imports.length > 1) {
    refuse('many-blocks', `The answer contains ${blocks.length} blocks of code instead of one.`);
  }
  const all = only.code + (imports[0]?.code ?? '');
  if (withoutHidden(all) !== all)
    refuse('hidden-characters', 'The code in the answer contains hidden characters.');
  return { ...readProse(text), code: only.code, imports: imports[0]?.code ?? '' };
}

function readProse(text: string): Pick<ModelAnswer, 'title' | 'rationale'> {
  const prose = clean(text.slice(0, text.search(/^```/m)), 2_000).trim();
  const [first = '', ...rest] = prose.split('\n');
  const title = first.replace(/^(#+\s*|\d+\.\s*|\*\*|title:\s*)+/i, '').replace(/[*.\s]+$/, '');
  const isTitle = title.length > 0 && title.length <= 90;
  return { title: isTitle ? title : '', rationale: (isTitle ? rest.join('\n') : prose).trim() };
}
