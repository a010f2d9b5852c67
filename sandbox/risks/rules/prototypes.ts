import type { Shape } from '../../syntax/parse-program.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Methods that the language calls by itself: what has them reads as another value than it is. */
const called = new Set([
  'toJSON',
  'valueOf',
  'toString',
  'toLocaleString',
  'then',
  '__proto__',
  'Symbol.toPrimitive',
]);

/** Objects that answer differently each time they are looked at, or to different callers. */
export function* prototypes(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type !== 'Property' && node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition')
      continue;
    const { parent } = module.placed(node);
    if (parent?.type === 'ObjectPattern') continue;
    const isAccessor = node.type === 'Property' && (node.kind === 'get' || node.kind === 'set');
    if (isAccessor) yield factAt(module, node, 'prototypes', `${node.kind} ${module.textOf(node.key)}()`);
    const name = nameOf(node, module);
    if (called.has(name)) yield factAt(module, node, 'prototypes', name);
  }
  for (const node of module.nodes) {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') continue;
    const name = propertyName(node.left, module);
    if (name !== null && called.has(name)) yield factAt(module, node, 'prototypes', module.textOf(node.left));
  }
}

const nameOf = (node: Shape, module: SourceModule): string =>
  propertyName(node, module) ?? module.textOf(node.key);
