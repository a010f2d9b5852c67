import { changeSources } from './change-sources.ts';
import type { Targets } from './encoded.ts';
import { loadedKey } from './telling.ts';

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

/** Lets the modules of a service tell what they hold, however this version of Node loads them. */
export function followModules(
  root: string,
  targets: Targets,
  onLoaded: (module: LoadedModule) => void,
): void {
  Object.defineProperty(globalThis, Symbol.for(loadedKey), { value: onLoaded });
  changeSources({ root, targets });
}
