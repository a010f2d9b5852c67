import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Targets } from './encoded.ts';

/** A place in a module that holds a function: it can be read, and another function put there. */
export interface Place {
  readonly get: () => unknown;
  readonly set: (replacement: unknown) => void;
}

/** What a module of the service tells of itself once it has run. */
export interface LoadedModule {
  /** Below the service's root. */
  readonly path: string;
  readonly places: Readonly<Record<string, Place>>;
  readonly classes: Readonly<Record<string, unknown>>;
  /** Classes of which the other version makes other objects. */
  readonly remade: readonly string[];
}

const key = 'ironclaw.loaded';

/**
 * Lets the modules of a service tell what they hold: each gets a line at its end, which runs in the module's own scope
 * and so reaches what is not exported, too. Every character before that line stays where it was.
 */
export function followModules(
  root: string,
  targets: Targets,
  onLoaded: (module: LoadedModule) => void,
): void {
  Object.defineProperty(globalThis, Symbol.for(key), { value: onLoaded });
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const path = pathBelow(root, url);
      const wanted = path === null ? undefined : targets[path];
      if (path === null || wanted === undefined) return loaded;
      const source = loaded.source ?? readFileSync(fileURLToPath(url));
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      return { ...loaded, source: `${replaceable(text, wanted.constants)}\n;${lastLine(path, wanted)}` };
    },
  });
}

function pathBelow(root: string, url: string): string | null {
  if (!url.startsWith('file:')) return null;
  const path = fileURLToPath(url);
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : null;
}

function replaceable(text: string, constants: readonly number[]): string {
  return constants.reduce(
    (changed, at) => `${changed.slice(0, at)}let  ${changed.slice(at + 'const'.length)}`,
    text,
  );
}

/** CommonJS gives away what it exports before this line runs: what was replaced is replaced there, too. */
function lastLine(path: string, { functions, classes, remade }: Targets[string]): string {
  const holders = new Set(
    functions.filter((name) => name.includes('.')).map((name) => name.split('.')[0] ?? ''),
  );
  const replaced = new Set([
    ...functions.filter((name) => !name.includes('.')),
    ...classes.filter((name) => holders.has(name)),
  ]);
  const places = [...replaced].map(placeOf);
  const held = [...new Set([...classes, ...holders])].map((name) => `${name}: ${expressionOf(name)}`);
  return (
    `globalThis[Symbol.for('${key}')]?.({ path: ${JSON.stringify(path)}, ` +
    `places: { ${places.join(', ')} }, classes: { ${held.join(', ')} }, remade: ${JSON.stringify(remade)} });`
  );
}

/** `module.exports` may be another object than `exports` by now. */
const expressionOf = (name: string): string => (name === 'exports' ? 'module.exports' : name);

const placeOf = (name: string): string =>
  name === 'exports'
    ? 'exports: { get: () => module.exports, set: (replacement) => { module.exports = replacement; } }'
    : placeOfBinding(name);

const placeOfBinding = (name: string): string =>
  `${name}: { get: () => ${name}, set: (replacement) => { const before = ${name}; ${name} = replacement; ` +
  "if (typeof module === 'object' && module?.exports) { if (module.exports === before) module.exports = " +
  'Object.assign(replacement, before); for (const name of Object.keys(module.exports)) ' +
  'if (module.exports[name] === before) module.exports[name] = replacement; } } }';
