import { isArray } from '../arrays.ts';
import { isDeclared } from '../bindings.ts';
import { endOf, indentationAt, isTypeScript, type Node, startOf } from '../syntax.ts';
import { type ReduceCall, reduceCalls, standsAlone } from './reduce-call.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list.reduce((all, x) => ({ ...all, [key(x)]: f(x) }), {})` copies the accumulator for every element. */
export const spreadReduceToObject: Rewrite = {
  name: 'spread-reduce-to-object',
  title: (name) => `Build the object in ${name} in one pass`,
  rationale:
    'The reducer copied the whole object for each element: time grew with the square of the length. Object.fromEntries ' +
    'sets the same own properties in the same order, the later of two equal keys counting, and `__proto__` is a key ' +
    'like any other to both.',
  message:
    'A reducer copies its whole object for each element: the time grows with the square of the length.',
  notWorthIt: 'Objects of a few dozen keys are copied faster than anybody could notice.',
  hint: /\.reduce\b/,
  find: (within, context) => reduceCalls(within).flatMap((call) => asMatch(call, context) ?? []),
};

function asMatch(call: ReduceCall, { path, text, root, files }: RuleContext): Match | undefined {
  const entry = addedEntry(call);
  if (!entry) return undefined;
  const { node } = call;
  if (isDeclared(root, 'Object')) return { node, reason: 'The file has an Object of its own.' };
  if (!isArray(call.receiver, files))
    return { node, reason: `The source does not prove that ${call.receiver.text()} is an array.` };
  const value = call.type && valueType(call.type);
  if (isTypeScript(path) && !value)
    return { node, reason: 'The source does not say that the accumulator is a record of strings.' };
  const insertedText = fromEntries(call, entry, value, text);
  return { node, edits: [{ startPos: startOf(node), endPos: endOf(node), insertedText }] };
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

function addedEntry(call: ReduceCall): Entry | undefined {
  const { result } = call.arrow;
  const [spread, pair, ...more] = result.is('object') ? result.namedChildren() : [];
  if (spread?.text() !== `...${call.accumulator}` || !pair?.is('pair') || more.length > 0) return undefined;
  const computed = pair.field('key');
  const [key, ...others] = computed?.is('computed_property_name') ? computed.namedChildren() : [];
  const value = pair.field('value');
  const empty = call.initial.is('object') && call.initial.children().length === 2;
  if (!key || others.length > 0 || !value || !empty) return undefined;
  if (!standsAlone(key, call) || !standsAlone(value, call)) return undefined;
  return { key: key.text(), value: value.text() };
}

/** `V` of `Record<string, V>` or `{ [key: string]: V }`. */
function valueType(type: Node): string | undefined {
  const [name, parameters] = type.is('generic_type') ? type.namedChildren() : [];
  if (name?.text() === 'Record') {
    const [key, value] = parameters?.namedChildren() ?? [];
    return key?.text() === 'string' ? value?.text() : undefined;
  }
  const [signature, ...more] = type.is('object_type') ? type.namedChildren() : [];
  if (!signature?.is('index_signature') || more.length > 0) return undefined;
  return /^\[\w+: string\]: (.+)$/s.exec(signature.text())?.[1];
}

/** On one line if the file has lines as long. */
function fromEntries(call: ReduceCall, entry: Entry, value: string | undefined, source: string): string {
  const types = value ? `<${value}>` : '';
  const list = `${call.receiver.text()}.map((${call.element.text()}) => [${entry.key}, ${entry.value}])`;
  const start = startOf(call.node);
  const column = start - (source.lastIndexOf('\n', start - 1) + 1);
  const width = Math.max(80, ...source.split('\n').map((line) => Math.min(120, line.length)));
  const line = `Object.fromEntries${types}(${list})`;
  if (column + line.length + 1 <= width || list.includes('\n')) return line;
  const indentation = indentationAt(source, start);
  return `Object.fromEntries${types}(\n${indentation}  ${list},\n${indentation})`;
}
