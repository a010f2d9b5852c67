import { fileURLToPath } from 'node:url';
import type { Targets } from './encoded.ts';

/** Under this symbol, the runner waits for what modules tell. */
export const loadedKey = 'ironclaw.loaded';

/** The modules that tell of themselves. Plain data, because some versions of Node load modules in a thread of their own. */
export interface Told {
  /** Folder of the service's tree. */
  readonly root: string;
  readonly targets: Targets;
}

/** The text of a file of the service that is to be loaded in place of its own; null for its own. */
export type ChangeSource = (file: string, text: string) => string | null;

/**
 * Each module gets a line at its end, which runs in the module's own scope and so reaches what is not exported, too. Every
 * character before that line stays where it was.
 */
export function tellingSource({ root, targets }: Told): ChangeSource {
  const files = modulesByFile(targets);
  return (file, text) => {
    const modules = file.startsWith(`${root}/`) ? files.get(file.slice(root.length + 1)) : undefined;
    return modules === undefined ? null : telling(text, modules);
  };
}

/** The path of a module's file, or null if it is none. */
export const fileOf = (url: string): string | null => (url.startsWith('file:') ? fileURLToPath(url) : null);

/** A module in a file: its source, or what a build made of it and perhaps of others. */
interface Module {
  readonly path: string;
  readonly targets: Targets[string];
  /** Offsets in that file. */
  readonly constants: readonly number[];
}

function modulesByFile(targets: Targets): ReadonlyMap<string, readonly Module[]> {
  const files = new Map<string, Module[]>();
  for (const [path, module] of Object.entries(targets)) {
    const places = { [path]: module.constants, ...module.built };
    for (const [file, constants] of Object.entries(places))
      files.set(file, [...(files.get(file) ?? []), { path, targets: module, constants }]);
  }
  return files;
}

/** Null for a file whose text a loader before us has moved: nothing of it can be replaced. */
function telling(text: string, modules: readonly Module[]): string | null {
  const constants = modules.flatMap((module) => module.constants);
  if (constants.some((at) => !text.startsWith('const', at))) return null;
  const lines = modules.map(({ path, targets }) => lastLine(path, targets));
  return `${replaceable(text, constants)}\n;${lines.join('')}`;
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
    `globalThis[Symbol.for('${loadedKey}')]?.({ path: ${JSON.stringify(path)}, ` +
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
