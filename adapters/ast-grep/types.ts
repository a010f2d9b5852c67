import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { bindingOf } from './bindings.ts';
import { oncePer } from './once-per.ts';
import { isSource, type Node, nodesOf, parseSource } from './syntax.ts';

/** An array type as written in the source. */
export interface ArrayType {
  readonly element: Node;
  readonly readonly: boolean;
}

export interface Property {
  readonly type: Node;
  readonly readonly: boolean;
}

/** Reads `T[]`, `readonly T[]`, `Array<T>` and `ReadonlyArray<T>`. */
export function asArrayType(type: Node): ArrayType | undefined {
  if (type.is('readonly_type')) {
    const inner = type.namedChildren()[0];
    const array = inner && asArrayType(inner);
    return array && { ...array, readonly: true };
  }
  if (type.is('array_type')) {
    const element = type.namedChildren()[0];
    return element && { element, readonly: false };
  }
  const [name, parameters] = type.is('generic_type') ? type.namedChildren() : [];
  const element = parameters?.namedChildren()[0];
  if (!element || !['Array', 'ReadonlyArray'].includes(name?.text() ?? '')) return undefined;
  return { element, readonly: name?.text() === 'ReadonlyArray' };
}

/** The expression's type annotation in the source: that of a name or of a property. */
export function annotatedType(expression: Node, files: readonly SourceFile[]): Node | undefined {
  if (expression.is('identifier')) {
    const binding = bindingOf(expression);
    if (!binding?.whole || binding.site.is('optional_parameter')) return undefined;
    return binding.site.field('type')?.namedChildren()[0];
  }
  if (!isPlainMember(expression)) return undefined;
  const object = expression.field('object');
  const name = expression.field('property')?.text();
  const type = object && annotatedType(object, files);
  return type && name ? propertyOf(type, name, files)?.type : undefined;
}

/** A property of an object type, which is written inline or declared as an interface or alias in one file of the snapshot. */
export function propertyOf(type: Node, name: string, files: readonly SourceFile[]): Property | undefined {
  const body = type.is('type_identifier') ? declarationOf(type, files) : type;
  if (!body?.is('object_type') && !body?.is('interface_body')) return undefined;
  const signatures = body
    .namedChildren()
    .filter((member) => member.is('property_signature') && member.field('name')?.text() === name);
  const [signature] = signatures;
  const property = signature?.field('type')?.namedChildren()[0];
  if (!signature || !property || signatures.length > 1) return undefined;
  const words = signature.children().map((child) => child.text());
  return words.includes('?') ? undefined : { type: property, readonly: words.includes('readonly') };
}

/** A member access `a.b`, not `a?.b`. */
export function isPlainMember(node: Node): boolean {
  return node.is('member_expression') && !node.children().some((child) => child.is('optional_chain'));
}

function declarationOf(type: Node, files: readonly SourceFile[]): Node | undefined {
  const name = type.text();
  const root = type.getRoot().root();
  const isParameter = nodesOf(root, 'type_parameter').some((node) => node.field('name')?.text() === name);
  if (isParameter) return undefined;
  const own = declarationsIn(root, name);
  if (own.length > 0) return own.length === 1 ? own[0] : undefined;
  if (!isImportedByItsName(root, name)) return undefined;
  const declaring = filesByType(files).get(name) ?? [];
  const elsewhere = declaring.flatMap((file) => declarationsIn(parsed(file), name));
  return elsewhere.length === 1 ? elsewhere[0] : undefined;
}

/** Which files may declare a type, by its name. */
const filesByType = oncePer((files: readonly SourceFile[]): ReadonlyMap<string, readonly SourceFile[]> => {
  const found = new Map<string, SourceFile[]>();
  for (const file of files.filter(({ path }) => isSource(path))) {
    const words = file.text.matchAll(/\b(?:interface|type|class|enum)\s+([\w$]+)/g);
    for (const name of new Set(Array.from(words, ([, word]) => word ?? ''))) {
      const declaring = found.get(name);
      if (declaring) declaring.push(file);
      else found.set(name, [file]);
    }
  }
  return found;
});

const parsed = oncePer(({ path, text }: SourceFile) => parseSource(path, text));

function declarationsIn(root: Node, name: string): Node[] {
  return nodesOf(
    root,
    'interface_declaration',
    'type_alias_declaration',
    'class_declaration',
    'enum_declaration',
  )
    .filter((node) => node.field('name')?.text() === name)
    .map((node) => node.field(node.is('type_alias_declaration') ? 'value' : 'body') ?? node);
}

function isImportedByItsName(root: Node, name: string): boolean {
  return nodesOf(root, 'import_specifier').some((specifier) => {
    const from = specifier.ancestors().find((ancestor) => ancestor.is('import_statement'));
    const relative = /^['"]\./.test(from?.field('source')?.text() ?? '');
    return relative && specifier.field('name')?.text() === name && specifier.field('alias') === null;
  });
}
