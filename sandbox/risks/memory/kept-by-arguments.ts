import type { Shape } from '../../syntax/parse-program.ts';
import { type Binding, namesIn } from '../../syntax/scopes.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import { ancestorsOf, type SourceModule } from '../source-module.ts';
import { writtenMember } from './kept-by-objects.ts';

/** Properties that a function puts on what it was given: the next call with the same object finds them. */
export function* keptByArguments(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    const written = writtenMember(node);
    if (written === null || !comesFromCaller(written.object, module)) continue;
    const name = propertyName(written, module);
    if (name === null && !isSymbol(written.property, module)) continue;
    yield factAt(module, written, 'memory', `${module.textOf(written)}, put on an argument`, {
      identity: `argument ${name ?? module.textOf(written.property)}`,
      isOnce: true,
      isAnywhere: true,
    });
  }
}

/** Whether an expression is an argument of a function of the module, or lies in one. */
function comesFromCaller(node: Shape, module: SourceModule, followed = new Set<Binding>()): boolean {
  const inner = (part: Shape): boolean => comesFromCaller(part, module, followed);
  if (node.type === 'MemberExpression') return inner(node.object);
  if (node.type === 'ChainExpression') return inner(node.expression);
  if (node.type !== 'Identifier') return false;
  const binding = module.scopes.bindingOf(node);
  if (!binding || followed.has(binding)) return false;
  followed.add(binding);
  if (binding.kind === 'parameter')
    return argumentsFor(binding, module).some((given) => given === 'caller' || inner(given));
  const { init } = binding.declaration;
  const list = module.parentOf(binding.declaration);
  const loop = list && module.parentOf(list);
  if (loop?.type === 'ForOfStatement' && loop.left === list) return inner(loop.right);
  return init ? inner(init) : false;
}

const overItems = /^(?:forEach|map|filter|some|every|find|findIndex|flatMap|findLast|sort|toSorted)$/;

/** What a parameter stands for: arguments in the module, the items that a callback gets, or what callers elsewhere give. */
function argumentsFor(
  { name, declaration: run }: Binding,
  module: SourceModule,
): readonly (Shape | 'caller')[] {
  const position = (run.params as Shape[]).findIndex((parameter) =>
    namesIn(parameter).some((own) => own.name === name),
  );
  const { parent, key } = module.placed(run);
  if (parent?.type === 'CallExpression' && key === 'arguments') {
    const { callee } = parent;
    const method = callee.type === 'MemberExpression' ? (propertyName(callee, module) ?? '') : '';
    return overItems.test(method) && position === 0 ? [callee.object] : [];
  }
  const declared = parent?.type === 'VariableDeclarator' ? parent.id : run.id;
  const references = (declared && module.scopes.bindingOf(declared)?.references) ?? [];
  const calls = references.filter((reference: Shape) => module.placed(reference).key === 'callee');
  const isOwn = declared && calls.length === references.length && !isExported(run, module);
  if (!isOwn) return ['caller'];
  return calls.flatMap((reference: Shape) => module.parentOf(reference)?.arguments[position] ?? []);
}

const isExported = (run: Shape, { parentOf }: SourceModule): boolean =>
  ancestorsOf(run, parentOf)
    .slice(1, 4)
    .some(({ type }) => type.startsWith('Export'));

function isSymbol(key: Shape, module: SourceModule): boolean {
  const init = key.type === 'Identifier' ? module.scopes.bindingOf(key)?.declaration.init : null;
  return init?.type === 'CallExpression' && module.globalName(init.callee) === 'Symbol';
}
