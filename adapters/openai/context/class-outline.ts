import type { LocatedFunction } from '#adapters/ast-grep/code-base.ts';
import { functionKinds } from '#adapters/ast-grep/named-functions.ts';
import { classAround } from '#adapters/ast-grep/receivers.ts';
import { endOf, isOneOf, type Node, same, startOf } from '#adapters/ast-grep/syntax.ts';
import type { Part } from './part.ts';

/** Characters. Of a larger class, only the members are shown that the method uses. */
const longest = 4_000;
/** A constructor says how the fields come about. Characters. */
const longestConstructor = 2_000;

/** The class of a method: its fields and constructor as they are, and what its methods take and return. */
export function classOutline({ file, target }: LocatedFunction): readonly Part[] {
  const around = classAround(target.node);
  if (!around) return [];
  const name = `outline of class ${around.field('name')?.text() ?? ''} in ${file.path}`;
  const whole = outlineOf(around);
  const text = whole.length <= longest ? whole : outlineOf(around, `${target.node.text()} constructor`);
  return [{ name, text, heat: 0.9 }];
}

/**
 * A class without the bodies of its methods.
 * @param used text that says which members matter; all do if it is absent.
 */
export function outlineOf(node: Node, used?: string): string {
  const body = node.field('body');
  if (!body) return node.text();
  const head = node.text().slice(0, startOf(body) - startOf(node));
  const isUsed = (member: Node) => used === undefined || used.includes(member.field('name')?.text() ?? '\n');
  const members = body.namedChildren().filter((member) => !member.is('comment') && isUsed(member));
  return [`${head}{`, ...members.map((member) => `  ${memberOf(member)}`), '}'].join('\n');
}

function memberOf(member: Node): string {
  const text = member.text();
  const method = member.is('method_definition') ? member : member.field('value');
  const body = method && isOneOf(method, functionKinds) ? method.field('body') : null;
  const isWhole = member.field('name')?.text() === 'constructor' && text.length <= longestConstructor;
  if (!body || isWhole || same(body, member)) return text;
  return `${text.slice(0, startOf(body) - startOf(member)).trimEnd()}${text.slice(endOf(body) - startOf(member))};`;
}
