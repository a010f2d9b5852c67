import type { Shape } from '../syntax/parse-program.ts';
import type { SourceModule } from './source-module.ts';

/** Constants that stand for constants, one for another, at most. */
const mostNames = 5;

/** The text that an expression always has, also where it is put together from parts; null if that is not known. */
export function constantText(node: Shape, module: SourceModule, names = 0): string | null {
  const inner = (part: Shape): string | null =>
    constantText(part, module, names + (part.type === 'Identifier' ? 1 : 0));
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? String(node.value) : null;
    case 'TemplateLiteral': {
      const parts = (node.expressions as Shape[]).map(inner);
      if (parts.includes(null)) return null;
      return (node.quasis as Shape[]).map(({ value }, i) => `${value.cooked}${parts[i] ?? ''}`).join('');
    }
    case 'BinaryExpression': {
      if (node.operator !== '+') return null;
      const [left, right] = [inner(node.left), inner(node.right)];
      return left === null || right === null ? null : left + right;
    }
    case 'Identifier': {
      if (names > mostNames) return null;
      const binding = module.scopes.bindingOf(node);
      const declared = binding?.kind === 'const' ? binding.declaration : null;
      return declared?.id.type === 'Identifier' && declared.init ? inner(declared.init) : null;
    }
    case 'CallExpression':
      return joinedText(node, inner);
    default:
      return null;
  }
}

/** `['a', 'b'].join('')` and `'a'.concat('b')`. */
function joinedText(
  { callee, arguments: args }: Shape,
  inner: (part: Shape) => string | null,
): string | null {
  if (callee.type !== 'MemberExpression' || callee.computed) return null;
  if (callee.property.name === 'join' && callee.object.type === 'ArrayExpression') {
    const parts = (callee.object.elements as (Shape | null)[]).map((part) => (part ? inner(part) : null));
    const separator = args[0] ? inner(args[0]) : ',';
    return parts.includes(null) || separator === null ? null : parts.join(separator);
  }
  if (callee.property.name !== 'concat') return null;
  const parts = [callee.object, ...args].map(inner);
  return parts.includes(null) ? null : parts.join('');
}

/** The name of the property that a member expression or a property of a pattern reads; null if it is computed at run time. */
export function propertyName(node: Shape, module: SourceModule): string | null {
  const name: Shape = node.type === 'MemberExpression' ? node.property : node.key;
  if (name.type === 'PrivateIdentifier') return `#${name.name}`;
  if (node.computed !== true) return name.type === 'Identifier' ? name.name : String(name.value);
  return constantText(name, module);
}

/** Whether an expression can only be a number, as indices are. */
export function isNumeric(node: Shape, module: SourceModule, depth = 0): boolean {
  if (depth > 10) return false;
  const inner = (part: Shape): boolean => isNumeric(part, module, depth + 1);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number';
    case 'UpdateExpression':
      return true;
    case 'UnaryExpression':
      return node.operator === '-' || node.operator === '+' || node.operator === '~';
    case 'BinaryExpression':
      return node.operator === '+'
        ? inner(node.left) && inner(node.right)
        : /^(?:[-*/%|&^]|\*\*|>>>?|<<)$/.test(node.operator);
    case 'MemberExpression':
      return !node.computed && /^(?:length|size)$/.test(node.property.name);
    case 'Identifier': {
      const declared = module.scopes.bindingOf(node)?.declaration;
      return declared?.id?.type === 'Identifier' && declared.init
        ? inner(declared.init) && isCounted(node, module)
        : false;
    }
    default:
      return false;
  }
}

/** A variable that began as a number and is only counted stays one. */
function isCounted(node: Shape, module: SourceModule): boolean {
  const references = module.scopes.bindingOf(node)?.references ?? [];
  return references.every((reference) => {
    const { parent, key } = module.placed(reference);
    return (
      parent?.type !== 'AssignmentExpression' ||
      key !== 'left' ||
      parent.operator !== '=' ||
      typeof parent.right.value === 'number'
    );
  });
}
