import type { Shape } from '../../syntax/parse-program.ts';
import { isFunctionNode } from '../../syntax/walk.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import { livesWithTheModule, type SourceModule } from '../source-module.ts';

/** What objects remember that outlive the call: fields of classes, and properties put on `this`. */
export function* keptByObjects(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type === 'PropertyDefinition' && !isFunctionNode(node.value)) yield* fieldFacts(node, module);
    const written = writtenMember(node);
    if (written === null || written.object.type !== 'ThisExpression') continue;
    const name = propertyName(written, module) ?? '[…]';
    const owner = classAround(written, module);
    yield factAt(module, written, 'memory', `this.${name}, which lives from call to call`, {
      identity: `${owner} ${name}`,
      owner,
      isOnce: true,
      isAnywhere: owner !== null,
    });
  }
  for (const node of module.nodes) {
    const made = node.type === 'CallExpression' ? module.globalName(node.callee) : null;
    if (made === 'Symbol') yield factAt(module, node, 'memory', 'a symbol, which can name hidden properties');
  }
}

function* fieldFacts(node: Shape, module: SourceModule): Generator<Fact> {
  const owner = classAround(node, module);
  const name = propertyName(node, module) ?? '[…]';
  if (!node.static) {
    const what = `this.${name}, which lives from call to call`;
    yield factAt(module, node, 'memory', what, {
      identity: `${owner} ${name}`,
      owner,
      isOnce: true,
      isAnywhere: true,
    });
  } else if (isKept(node.value))
    yield factAt(module, node, 'memory', `${owner ?? 'a class'}.${name}, which lives from call to call`, {
      isAnywhere: true,
    });
}

/** A written table is read; what begins empty, or is made, is there to be filled. */
function isKept(value: Shape | null): boolean {
  if (value === null) return true;
  if (value.type === 'ArrayExpression') return value.elements.length === 0;
  if (value.type === 'ObjectExpression') return value.properties.length === 0;
  return value.type === 'NewExpression' && value.arguments.length === 0;
}

/** The member that an assignment or a `++` writes. */
export function writtenMember(node: Shape): Shape | null {
  const target: Shape | null =
    node.type === 'AssignmentExpression'
      ? node.left
      : node.type === 'UpdateExpression'
        ? node.argument
        : null;
  return target?.type === 'MemberExpression' ? target : null;
}

/** The name of the class around a node, if it is a class of the module. */
function classAround(node: Shape, module: SourceModule): string | null {
  for (let at: Shape | null = node; at !== null; at = module.parentOf(at)) {
    if (at.type !== 'ClassDeclaration' && at.type !== 'ClassExpression') continue;
    const name: Shape | null = at.id;
    const binding = name && module.scopes.bindingOf(name);
    return binding && livesWithTheModule(binding, module) ? binding.name : null;
  }
  return null;
}
