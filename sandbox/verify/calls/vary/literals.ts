import { parseProgram, type Shape } from '../../../syntax/parse-program.ts';
import { type Placed, walk } from '../../../syntax/walk.ts';

/** Numbers and texts that stand in the code: where a version treats an input apart, it names it. */
export interface Literals {
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
  /** Texts and names of properties: where callers give one of them, another one may be no valid input. */
  readonly names: ReadonlySet<string>;
}

const most = 12;
const longestText = 200;

/** Those of two versions of a file, those that only the candidate has first. */
export function literalsOfChange(path: string, before: string, after: string): Literals {
  const [old, fresh] = [literalsIn(path, before), literalsIn(path, after)];
  return {
    numbers: newFirst(old.numbers, fresh.numbers),
    texts: newFirst(old.texts, fresh.texts),
    names: new Set([...old.names, ...fresh.names]),
  };
}

/** What another module of the service says of texts that are options. @throws Error if it cannot be read. */
export const namesOfModule = (path: string, source: string): Literals => ({
  numbers: [],
  texts: [],
  names: literalsIn(path, source).names,
});

export const joinLiterals = (parts: readonly Literals[]): Literals => ({
  numbers: [...new Set(parts.flatMap(({ numbers }) => numbers))].slice(0, most),
  texts: [...new Set(parts.flatMap(({ texts }) => texts))].slice(0, most),
  names: new Set(parts.flatMap(({ names }) => [...names])),
});

function literalsIn(path: string, source: string): Literals {
  const numbers = new Set<number>();
  const texts = new Set<string>();
  const names = new Set<string>();
  for (const placed of walk(parseProgram(path, source).program as Shape)) {
    const { node, parent } = placed;
    if (node.type === 'TemplateElement' && node.value.cooked) texts.add(node.value.cooked);
    if (node.type === 'Identifier' && isNameOfProperty(placed)) names.add(node.name);
    if (node.type !== 'Literal' || /^(?:Import|Export)/.test(parent?.type ?? '')) continue;
    if (typeof node.value === 'number')
      numbers.add(parent?.operator === '-' && !parent.left ? -node.value : node.value);
    if (typeof node.value === 'string') texts.add(node.value);
  }
  return {
    numbers: [...numbers],
    texts: [...texts].filter(({ length }) => length > 0 && length <= longestText),
    names: new Set([...names, ...texts]),
  };
}

const isNameOfProperty = ({ parent, key }: Placed): boolean =>
  parent !== null && !parent.computed && (key === 'key' || key === 'property');

function newFirst<Value>(old: readonly Value[], fresh: readonly Value[]): readonly Value[] {
  const known = new Set(old);
  const added = fresh.filter((value) => !known.has(value));
  return [...new Set([...added, ...fresh, ...old])].slice(0, most);
}
