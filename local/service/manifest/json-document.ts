import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

/** What is wrong at a line of a text; lines count from 1. */
export interface LineProblem {
  readonly line: number;
  readonly message: string;
}

/** A JSON text whose values know where they stand. */
export interface JsonDocument {
  readonly problems: readonly LineProblem[];
  /** Names that an object has twice: JSON allows it, and all values but the last are lost. */
  readonly repeated: readonly LineProblem[];
  /** The line of the value at the path, or of what holds it where there is no such value. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads JSON as it is defined: without comments and without trailing commas. */
export function readJson(text: string): JsonDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = root && findNodeAtLocation(root, [...path] as (string | number)[]);
    if (node) return lineAt(beginOf(node));
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1));
  };
  const problems = errors.map(({ error, offset }) => ({ line: lineAt(offset), message: wordsOf(error) }));
  // What follows from the first problem of a line says nothing of its own.
  return {
    problems: problems.filter(({ line }, i) => line !== problems[i - 1]?.line),
    repeated: repeatedBelow(root).map(({ value, offset }) => ({
      line: lineAt(offset),
      message: `${value} is here a second time; keep one of them`,
    })),
    lineOf,
  };
}

/** The nodes of names that stand before in the same object. */
function repeatedBelow(node: Node | undefined): readonly Node[] {
  const children = node?.children ?? [];
  const names = node?.type === 'object' ? children.flatMap((property) => property.children?.[0] ?? []) : [];
  const seen = new Set<unknown>();
  const repeated = names.filter(({ value }) => seen.size === seen.add(value).size);
  return [...repeated, ...children.flatMap(repeatedBelow)];
}

/** A property begins with its name. */
const beginOf = ({ parent, offset }: Node): number => (parent?.type === 'property' ? parent.offset : offset);

/** `CloseBraceExpected`: "close brace expected". */
const wordsOf = (error: ParseError['error']): string =>
  printParseErrorCode(error)
    .replaceAll(/(?<=[a-z])[A-Z]/g, ' $&')
    .toLowerCase();
