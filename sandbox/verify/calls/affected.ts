import type { Declaration, ModuleDeclarations } from './declarations.ts';

/** What a change of a module can be seen by. */
export interface Affected {
  /** Functions to call on both versions; both have them, and can be called in the same way. */
  readonly functions: readonly string[];
  /** The one of them that only the others can call; null if there is none. */
  readonly inner: string | null;
  /** What changed and can be seen by none of them, in words. */
  readonly unseen: readonly string[];
  /** What only the new version exports, and none of them uses: only other modules that change can. */
  readonly added: readonly string[];
}

/**
 * Which functions of a module show what a change did.
 *
 * Where one function changed, it is that one, and if other modules cannot call it, those that they can call and that lead
 * to it. Where more changed, or what they share, it is only the latter: what lies between may be cut otherwise now.
 *
 * @param changesOthers whether other modules change, too; where none does, they call what is exported as they always did,
 *   whatever parameters it has now.
 */
export function affectedBy(
  before: ModuleDeclarations,
  after: ModuleDeclarations,
  changesOthers: boolean,
): Affected {
  const old = byName(before);
  const fresh = byName(after);
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  const changed = new Set(names.filter((name) => !isSame(old.get(name), fresh.get(name))));
  const unseen: string[] = [];
  if (before.statements.join('\n') !== after.statements.join('\n')) unseen.push('code outside of functions');

  const isCallable = (name: string): boolean => {
    const [was, is] = [old.get(name), fresh.get(name)];
    if (was?.kind !== 'function' || is?.kind !== 'function') return false;
    return was.parameters === is.parameters || (!changesOthers && was.isExported && is.isExported);
  };
  const uses = new Map(names.map((name) => [name, usesOf(name, old, fresh)]));
  const reaching = leadingTo(changed, uses);
  const functions = [...reaching].filter((name) => isCallable(name) && old.get(name)?.isExported === true);
  const [only] = changed;
  if (changed.size === 1 && only !== undefined && isCallable(only)) {
    if (functions.includes(only)) return { functions: [only], inner: null, unseen, added: [] };
    return { functions: [only, ...functions], inner: functions.length > 0 ? only : null, unseen, added: [] };
  }

  const seen = everythingBelow(functions, uses);
  const hidden = [...changed].filter((name) => !seen.has(name) && !isCoveredMethod(name, seen));
  const added = hidden.filter((name) => !old.has(name) && fresh.get(name)?.isExported === true);
  unseen.push(...hidden.filter((name) => !added.includes(name)));
  return { functions, inner: null, unseen, added };
}

const isSame = (old: Declaration | undefined, fresh: Declaration | undefined): boolean =>
  old?.kind === fresh?.kind && old?.syntax === fresh?.syntax;

const byName = ({ declarations }: ModuleDeclarations): Named =>
  new Map(declarations.map((declaration) => [declaration.name, declaration]));

type Named = ReadonlyMap<string, Declaration>;
/** For each name of a module the names of the same module that it uses. */
type Uses = ReadonlyMap<string, ReadonlySet<string>>;

/** Names of one module that a declaration uses, in either version. */
function usesOf(name: string, ...versions: readonly Named[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const version of versions) {
    const text = version.get(name)?.text ?? '';
    for (const other of version.keys()) {
      const last =
        other
          .split('.')
          .at(-1)
          ?.replace(/^static /, '') ?? other;
      const holder = other.split('.')[0] ?? other;
      // A method is reached through any object; a guess too many only adds a function to compare.
      const pattern =
        other.includes('.') && holder !== 'exports'
          ? `\\.${RegExp.escape(last)}\\b`
          : `\\b${RegExp.escape(last)}\\b`;
      if (other !== name && new RegExp(pattern).test(text)) used.add(other);
      // A method depends on how its class makes the object.
      if (other === holder && name.startsWith(`${other}.`)) used.add(other);
    }
  }
  return used;
}

function leadingTo(changed: ReadonlySet<string>, uses: Uses): ReadonlySet<string> {
  const reaching = new Set(changed);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [name, used] of uses) {
      if (reaching.has(name) || ![...used].some((other) => reaching.has(other))) continue;
      reaching.add(name);
      grew = true;
    }
  }
  return reaching;
}

function everythingBelow(functions: readonly string[], uses: Uses): ReadonlySet<string> {
  const seen = new Set(functions);
  const waiting = [...functions];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const other of uses.get(next) ?? [])
      if (!seen.has(other)) {
        seen.add(other);
        waiting.push(other);
      }
  return seen;
}

/** A class whose methods are compared is compared with them. */
const isCoveredMethod = (name: string, seen: ReadonlySet<string>): boolean =>
  [...seen].some((other) => other.startsWith(`${name}.`));
