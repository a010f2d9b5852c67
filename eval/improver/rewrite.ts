import { isReplaceable, type NamedFunction } from '#adapters/ast-grep/named-functions.ts';
import { endOf, startOf } from '#adapters/ast-grep/syntax.ts';
import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { changeOf } from '#adapters/openai/model-generator.ts';
import { DomainError } from '#core/errors.ts';
import type { GenerationRequest, SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type FunctionFrame, functionFrames } from './function-frames.ts';

/** How a rewrite ended: it was accepted and changes nothing else, no function was offered, or what was wrong. */
export type Ending = 'accepted' | 'not offered' | { readonly fault: string };

/**
 * Answers as a model that adds a comment to the function that it is asked about.
 * @param frame of a profile of the file.
 */
export function rewriteAt(file: SourceFile, frame: FunctionFrame): Ending {
  const choice = chooseFunction(requestFor(file, frame));
  if (choice === null) return 'not offered';
  const insertion = insertionInto(choice.target, file.text);
  const answer = isReplaceable(choice.target)
    ? wholeFunction(choice.target, file.text, insertion)
    : edit(file, insertion);
  try {
    const { changes } = changeOf(readAnswer(answer), choice, [file]);
    return faultIn(changes, { path: file.path, text: inserted(file.text, insertion) });
  } catch (error) {
    if (error instanceof DomainError) return { fault: error.message };
    throw error;
  }
}

function faultIn(changes: readonly SourceFile[], expected: SourceFile): Ending {
  const [change, ...others] = changes;
  if (others.length > 0 || change?.text !== expected.text) return { fault: 'Something else changes.' };
  const read = functionFrames(expected.path, expected.text);
  return typeof read === 'string' ? { fault: `The result is no source: ${read}` } : 'accepted';
}

function requestFor({ path, text }: SourceFile, { name, line }: FunctionFrame): GenerationRequest {
  return {
    snapshot: { commit: '', files: [{ path, text }] },
    earlier: [],
    idea: 0,
    refused: null,
    count: () => undefined,
    finding: {
      kind: 'slow-endpoint',
      service: 'any',
      endpoint: 'GET /',
      from: 0,
      to: 0,
      since: 0,
      confidence: 1,
      requests: 1,
      measured: 1,
      limit: 1,
      evidence: [],
      p50: 1,
      p95: 1,
      p99: 1,
      errorRate: 0,
      summary: '',
      hottest: [{ name, file: path, line, self: 1, total: 1 }],
      rootCause: null,
    },
  };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const comment = '/* tried */';
const lineEndOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function insertionInto({ node }: NamedFunction, text: string): Insertion {
  const body = node.field('body') ?? node;
  return body.is('statement_block')
    ? { at: startOf(body) + 1, text: `${lineEndOf(text)}${comment}` }
    : { at: startOf(body), text: `${comment} ` };
}

const inserted = (text: string, { at, text: more }: Insertion): string =>
  text.slice(0, at) + more + text.slice(at);

function wholeFunction({ declaration }: NamedFunction, text: string, { at, text: more }: Insertion): string {
  const [start, end] = [startOf(declaration), endOf(declaration)];
  const code = inserted(text.slice(start, end), { at: at - start, text: more });
  return answerWith(`${fenceFor(code)}ts\n${code}\n${fenceFor(code)}`);
}

/** The edit of the line in which the comment goes, and of so many lines below as make it unique. */
function edit({ path, text }: SourceFile, insertion: Insertion): string {
  const lineEnd = lineEndOf(text);
  const lines = text.split(lineEnd);
  const first = text.slice(0, insertion.at).split(lineEnd).length - 1;
  const isUnique = (count: number): boolean =>
    text.split(lines.slice(first, first + count).join(lineEnd)).length === 2;
  const rest = lines.slice(first).map((_, index) => index + 1);
  const count = rest.find(isUnique) ?? rest.length;
  const after = inserted(text, insertion).split(lineEnd);
  const more = after.length - lines.length;
  const [search, replacement] = [
    lines.slice(first, first + count),
    after.slice(first, first + count + more),
  ].map((some) => some.join('\n'));
  const fence = fenceFor(`${search}${replacement}`);
  const block = `<<<<<<< SEARCH\n${search}\n=======\n${replacement}\n>>>>>>> REPLACE`;
  return answerWith(`${path}\n${fence}\n${block}\n${fence}`);
}

const answerWith = (code: string): string => `Try the function\n\nIt only gets a comment.\n\n${code}\n`;

const fenceFor = (code: string): string => {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(({ length }) => length));
  return '`'.repeat(longest + 1);
};
