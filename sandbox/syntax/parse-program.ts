import { type Comment, type Node, type Program, parse } from 'acorn';
import { stripTypes } from './strip-types.ts';

// biome-ignore lint/suspicious/noExplicitAny: acorn's nodes have one type for each of seventy shapes; we read a few fields.
export type Shape = Node & Record<string, any>;

export interface ParsedProgram {
  /** The source without its types; every other character is in its place. */
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/**
 * Parses a file as a module, or as a script where its name allows both.
 * @throws Error if it is not JavaScript, or TypeScript that Node runs as it is (no enums, parameter properties or JSX).
 */
export function parseProgram(path: string, source: string): ParsedProgram {
  const text = /\.[mc]?ts$/.test(path) ? stripTypes(source) : source;
  try {
    return parseAs('module', text);
  } catch (error) {
    if (/\.m[jt]s$/.test(path)) throw error;
    return parseAs('script', text);
  }
}

function parseAs(sourceType: 'module' | 'script', text: string): ParsedProgram {
  const comments: Comment[] = [];
  const program = parse(text, {
    ecmaVersion: 'latest',
    allowHashBang: true,
    allowReturnOutsideFunction: true,
    sourceType,
    onComment: comments,
  });
  return { text, program, comments };
}
