import { bindingOf } from './bindings.ts';
import { functionOf, loopStatementsAround } from './loops.ts';
import { contains, isOneOf, type Node, nodesOf, same } from './syntax.ts';

/** An `await` of a call. */
export interface Wait {
  readonly node: Node;
  readonly call: Node;
  /** The name of the called function or method. */
  readonly name: string;
}

export function asWait(node: Node | null): Wait | undefined {
  const call = node?.is('await_expression') ? node.namedChildren()[0] : undefined;
  const callee = call?.is('call_expression') ? call.field('function') : null;
  const name = (callee?.field('property') ?? callee)?.text();
  return node && call && name ? { node, call, name } : undefined;
}

export function waitsIn(within: Node): Wait[] {
  return nodesOf(within, 'await_expression').flatMap((node) => asWait(node) ?? []);
}

/** The call reads from a database, by its name. */
export function isQuery({ name }: Pick<Wait, 'name'>): boolean {
  return /^(find(One|First|Many|All|Unique|By\w+|OneBy\w*|OrFail|AndCount\w*)\w*|get(One|Many|RawOne|RawMany)|query|aggregate|countDocuments|retrieve\w*|load(One|Many|By\w+))$/.test(
    name,
  );
}

/**
 * The innermost `for` loop around the wait, if its turns seem not to depend on each other: none ends the loop or sets a
 * variable from outside, and none paces itself.
 */
export function independentLoop(wait: Wait): Node | undefined {
  const [loop] = loopStatementsAround(wait.node);
  const body = loop?.field('body');
  if (!loop || !body || !isOneOf(loop, ['for_in_statement', 'for_statement'])) return undefined;
  if (loop.children().some((child) => child.is('await'))) return undefined;
  const home = functionOf(loop);
  const ends = nodesOf(body, 'break_statement', 'return_statement', 'yield_expression');
  if (ends.some((end) => same(functionOf(end), home))) return undefined;
  if (
    waitsIn(body).some(({ name }) => /sleep|delay|pause|timeout|tick|throttle|transaction|lock/i.test(name))
  )
    return undefined;
  return nodesOf(body, 'assignment_expression', 'augmented_assignment_expression').some((write) =>
    isOutside(write, loop),
  )
    ? undefined
    : loop;
}

/** The loop sets a variable that was declared before it. */
function isOutside(write: Node, loop: Node): boolean {
  const left = write.field('left');
  if (!left?.is('identifier')) return false;
  const binding = bindingOf(left);
  return binding === undefined || !contains(loop, binding.site);
}
