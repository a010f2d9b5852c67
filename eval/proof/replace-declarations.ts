import type { Shape } from '#sandbox/syntax/parse-program.ts';
import { declarationIn, statementsOf } from './parse-module.ts';

/** A piece of a text that is replaced; an insertion where it begins and ends at the same offset. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Puts declarations into a module: each takes the place of the module's own with the same name, and what is new comes
 * before the first of them. Of a class, only the members are given that are replaced or new.
 *
 * @throws Error if nothing of the module is replaced, or a text cannot be parsed.
 */
export function replaceDeclarations(path: string, source: string, code: string): string {
  const own = new Map(statementsOf(path, source).map((node) => [nameOf(node), node]));
  const replacements: Replacement[] = [];
  const fresh: string[] = [];
  for (const node of statementsOf(path, code)) {
    const before = own.get(nameOf(node));
    const [declaration, other] = [declarationIn(node), before && declarationIn(before)];
    if (before === undefined || nameOf(node) === null) fresh.push(code.slice(node.start, node.end));
    else if (declaration.type === 'ClassDeclaration' && other?.type === 'ClassDeclaration')
      replacements.push(...replacedMembers(other, declaration, code));
    else replacements.push({ start: before.start, end: before.end, text: code.slice(node.start, node.end) });
  }
  const [first] = replacements;
  if (first === undefined) throw new Error(`the entry replaces nothing of ${path}`);
  const place = [...own.values()].findLast(({ start }) => start <= first.start)?.start ?? first.start;
  if (fresh.length > 0) replacements.push({ start: place, end: place, text: `${fresh.join('\n\n')}\n\n` });
  return replacements
    .toSorted((a, b) => b.start - a.start || b.end - a.end)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}

function nameOf(node: Shape): string | null {
  const declaration = declarationIn(node);
  return declaration.id?.name ?? declaration.declarations?.[0]?.id?.name ?? null;
}

function replacedMembers(own: Shape, given: Shape, code: string): readonly Replacement[] {
  const members = new Map((own.body.body as Shape[]).map((member) => [memberName(member), member]));
  return (given.body.body as Shape[]).map((member) => {
    const text = code.slice(member.start, member.end);
    const before = members.get(memberName(member));
    const first = own.body.start + 1;
    return before
      ? { start: before.start, end: before.end, text }
      : { start: first, end: first, text: `\n  ${text}\n` };
  });
}

const memberName = ({ type, key, static: isStatic }: Shape): string =>
  `${isStatic ? 'static ' : ''}${key?.type === 'PrivateIdentifier' ? '#' : ''}${key?.name ?? type}`;
