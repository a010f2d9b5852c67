import type { Node } from 'acorn';
import { canonicalSyntax } from '../../syntax/canonical.ts';
import { parseProgram, type Shape } from '../../syntax/parse-program.ts';

/** Something that a module declares at its top level. */
export interface Declaration {
  /** `name`, `Class.method`, `Class.static method`, `object.method`, or `exports.name` in CommonJS. */
  readonly name: string;
  readonly kind: 'function' | 'class' | 'value';
  /** Without types. */
  readonly text: string;
  /** Its syntax, and that of the parameters of a function, as `canonicalSyntax` gives it. */
  readonly syntax: string;
  readonly parameters: string;
  readonly isExported: boolean;
  /** Offset of its code. */
  readonly start: number;
  /** Offset of the `const` that has to become a `let` before another function can be put there. */
  readonly constant: number | null;
}

export interface ModuleDeclarations {
  readonly declarations: readonly Declaration[];
  /** The syntax of statements that declare nothing and are no imports: registrations, calls. */
  readonly statements: readonly string[];
}

/**
 * What a module declares at its top level, by its syntax alone. Types are blanked out first, so that every offset holds
 * for the file as it lies on the disk.
 *
 * @throws Error when it is not JavaScript, or TypeScript that Node runs as it is (no enums, parameter properties or JSX).
 */
export function readDeclarations(path: string, source: string): ModuleDeclarations {
  const { text, program } = parseProgram(path, source);
  const reader = new Reader(text);
  for (const node of program.body) reader.readStatement(node as Shape, false);
  return reader.result();
}

class Reader {
  readonly #text: string;
  readonly #declarations: Declaration[] = [];
  readonly #statements: string[] = [];
  readonly #exported = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  result(): ModuleDeclarations {
    const isExported = ({ name, isExported: already }: Declaration) =>
      already || this.#exported.has(name) || this.#exported.has(name.split('.')[0] ?? '');
    return {
      declarations: this.#declarations.map((found) => ({ ...found, isExported: isExported(found) })),
      statements: this.#statements,
    };
  }

  readStatement(node: Shape, isExported: boolean): void {
    switch (node.type) {
      case 'ExportNamedDeclaration':
        for (const { local } of node.specifiers) if (!node.source) this.#exported.add(local.name);
        if (node.declaration) this.readStatement(node.declaration, true);
        else this.#statements.push(canonicalSyntax(node));
        return;
      case 'ImportDeclaration':
        // Imports may come and go: what they bring shows where it is used.
        return;
      case 'ExportDefaultDeclaration':
        if (node.declaration.id) {
          this.readStatement(node.declaration, true);
          return;
        }
        if (node.declaration.type === 'Identifier') this.#exported.add(node.declaration.name);
        this.#statements.push(canonicalSyntax(node));
        return;
      case 'FunctionDeclaration':
        this.#addFunction(node.id.name, node, isExported, null);
        return;
      case 'ClassDeclaration':
        this.#addClass(node, isExported);
        return;
      case 'VariableDeclaration':
        for (const declarator of node.declarations)
          this.#addVariable(declarator, isExported, node.kind === 'const' ? node.start : null);
        return;
      case 'ExpressionStatement':
        if (!this.#addAssignment(node.expression)) this.#statements.push(canonicalSyntax(node));
        return;
      default:
        this.#statements.push(canonicalSyntax(node));
    }
  }

  #addVariable({ id, init }: Shape, isExported: boolean, constant: number | null): void {
    if (id.type !== 'Identifier') {
      this.#statements.push(canonicalSyntax(id), init ? canonicalSyntax(init) : '');
      return;
    }
    if (isFunction(init)) {
      this.#addFunction(id.name, init, isExported, constant);
      return;
    }
    if (init?.type === 'ObjectExpression') this.#addMethodsOf(id.name, init, isExported);
    this.#declarations.push({
      name: id.name,
      kind: 'value',
      text: init ? this.#slice(init) : '',
      syntax: init ? canonicalSyntax(init) : '',
      parameters: '',
      isExported,
      start: id.start,
      constant: null,
    });
  }

  /** `exports.name = ...`, `module.exports = ...`, `Name.prototype.method = function ...`. */
  #addAssignment(expression: Shape): boolean {
    if (expression.type !== 'AssignmentExpression' || expression.operator !== '=') return false;
    const target = this.#slice(expression.left).replaceAll(/\s/g, '');
    const value: Shape = expression.right;
    const [, method] = /^([\w$]+\.prototype\.[\w$]+)$/.exec(target) ?? [];
    if (method && isFunction(value)) {
      this.#addFunction(method.replace('.prototype', ''), value, true, null);
      return true;
    }
    const [, member] = /^(?:module\.)?exports\.([\w$]+)$/.exec(target) ?? [];
    if (value.type === 'Identifier') this.#exported.add(value.name);
    if (member && isFunction(value)) {
      this.#addFunction(`exports.${member}`, value, true, null);
      return true;
    }
    if (target !== 'module.exports') return false;
    if (isFunction(value)) this.#addFunction('exports', value, true, null);
    if (value.type === 'ObjectExpression') {
      for (const property of value.properties)
        if (property.value?.type === 'Identifier') this.#exported.add(property.value.name);
      this.#addMethodsOf('exports', value, true);
    }
    return isFunction(value);
  }

  #addMethodsOf(holder: string, node: Shape, isExported: boolean): void {
    for (const property of node.properties as Shape[]) {
      const isPlain = property.type === 'Property' && property.kind === 'init' && !property.computed;
      if (isPlain && property.key.type === 'Identifier' && isFunction(property.value))
        this.#addFunction(`${holder}.${property.key.name}`, property.value, isExported, null);
    }
  }

  #addClass(node: Shape, isExported: boolean): void {
    const { name } = node.id;
    const methods = (node.body.body as Shape[]).filter(isPlainMethod);
    for (const method of methods) {
      const label = method.static ? `static ${method.key.name}` : method.key.name;
      this.#addFunction(`${name}.${label}`, method.value, isExported, null, method);
    }
    // What is left of the class once its methods are taken out: its fields, its constructor, what it extends.
    const others = (node.body.body as Shape[]).filter((member) => !methods.includes(member));
    this.#declarations.push({
      name,
      kind: 'class',
      text: [node.superClass, ...others].map((part) => (part ? this.#slice(part) : '')).join('\n'),
      syntax: canonicalSyntax({ ...node, body: { ...node.body, body: others } } as Node),
      parameters: '',
      isExported,
      start: node.start,
      constant: null,
    });
  }

  #addFunction(
    name: string,
    node: Shape,
    isExported: boolean,
    constant: number | null,
    whole: Node = node,
  ): void {
    const parameters = (node.params as Shape[]).map(canonicalSyntax).join();
    this.#declarations.push({
      name,
      kind: 'function',
      text: this.#slice(whole),
      syntax: canonicalSyntax(whole),
      parameters,
      isExported,
      start: whole.start,
      constant,
    });
  }

  #slice({ start, end }: Node): string {
    return this.#text.slice(start, end);
  }
}

const isFunction = (node: Shape | null | undefined): boolean =>
  node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression';

const isPlainMethod = (member: Shape): boolean =>
  member.type === 'MethodDefinition' &&
  member.kind === 'method' &&
  !member.computed &&
  member.key.type === 'Identifier';
