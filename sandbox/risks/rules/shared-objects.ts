import type { Shape } from '../../syntax/parse-program.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Changes of objects that other modules see, too: `JSON.stringify = …`, `assert.equal = …`. */
export function* sharedObjects(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    const changed = changedBy(node, module);
    if (changed !== null && isShared(changed, module))
      yield factAt(module, node, 'globals', `${module.textOf(changed)} is changed`);
  }
}

function changedBy(node: Shape, module: SourceModule): Shape | null {
  switch (node.type) {
    case 'AssignmentExpression':
      return memberIn(node.left);
    case 'UpdateExpression':
      return memberIn(node.argument);
    case 'UnaryExpression':
      return node.operator === 'delete' ? memberIn(node.argument) : null;
    case 'CallExpression':
      return module.textOf(node.callee) === 'Object.assign' ? (node.arguments[0] ?? null) : null;
    default:
      return null;
  }
}

const memberIn = (node: Shape): Shape | null => (node.type === 'MemberExpression' ? node : null);

/** Whether an expression begins with a global or with what another module gives. */
function isShared(node: Shape, module: SourceModule): boolean {
  let root = node;
  while (root.type === 'MemberExpression') root = root.object;
  const global = module.globalName(root);
  if (global !== null) return global !== 'module' && global !== 'exports';
  const binding = root.type === 'Identifier' ? module.scopes.bindingOf(root) : null;
  const init: Shape | null = binding?.declaration.init ?? null;
  return (
    binding?.kind === 'import' ||
    (init?.type === 'CallExpression' && module.globalName(init.callee) === 'require')
  );
}
