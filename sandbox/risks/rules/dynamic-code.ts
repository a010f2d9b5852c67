import type { Shape } from '../../syntax/parse-program.ts';
import type { Binding } from '../../syntax/scopes.ts';
import { isNumeric, propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Code that no reader can know: a call by a name that is put together at run time may call anything. */
export function* dynamicCode(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type === 'WithStatement') yield factAt(module, node, 'dynamic code', 'with');
    if (node.type === 'DebuggerStatement') yield factAt(module, node, 'dynamic code', 'debugger');
    if (node.type === 'MetaProperty' && node.meta.name === 'import')
      yield factAt(module, node, 'environment', module.textOf(module.parentOf(node) ?? node));
    const called = calledBy(node);
    if (called !== null && isByComputedName(called, module))
      yield factAt(module, node, 'dynamic code', `a call of ${module.textOf(called)}, by a computed name`);
  }
}

function calledBy(node: Shape): Shape | null {
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return node.callee;
  return node.type === 'TaggedTemplateExpression' ? node.tag : null;
}

function isByComputedName(node: Shape, module: SourceModule, followed = new Set<Binding>()): boolean {
  const inner = (part: Shape): boolean => isByComputedName(part, module, followed);
  switch (node.type) {
    case 'ChainExpression':
      return inner(node.expression);
    case 'SequenceExpression':
      return inner(node.expressions.at(-1));
    case 'LogicalExpression':
      return inner(node.left) || inner(node.right);
    case 'ConditionalExpression':
      return inner(node.consequent) || inner(node.alternate);
    case 'MemberExpression':
      // `f[name].call(…)` calls what `f[name]` is.
      if (!node.computed && /^(?:call|apply|bind)$/.test(node.property.name)) return inner(node.object);
      return propertyName(node, module) === null && !isNumeric(node.property, module);
    case 'Identifier': {
      const binding = module.scopes.bindingOf(node);
      if (binding === null || followed.has(binding)) return false;
      followed.add(binding);
      return valuesOf(binding, module).some(inner);
    }
    default:
      return false;
  }
}

/** What a variable is given, where it is a variable of one function or module. */
function valuesOf(binding: Binding, module: SourceModule): readonly Shape[] {
  const assigned = binding.references.flatMap((reference) => {
    const { parent, key } = module.placed(reference);
    return parent?.type === 'AssignmentExpression' && key === 'left' ? [parent.right as Shape] : [];
  });
  const { id, init } = binding.declaration;
  if (binding.declaration.type !== 'VariableDeclarator') return assigned;
  if (id.type === 'Identifier') return init ? [init, ...assigned] : assigned;
  return [...computedKeys(id, module), ...assigned];
}

/** `const { [name]: held } = …` reads by a computed name. */
const computedKeys = (pattern: Shape, module: SourceModule): readonly Shape[] =>
  pattern.type === 'ObjectPattern'
    ? (pattern.properties as Shape[]).flatMap((property) =>
        property.computed === true && propertyName(property, module) === null
          ? [{ ...property, type: 'MemberExpression', property: property.key } as Shape]
          : [],
      )
    : [];
