/*
 * Hooks for versions of Node that load ECMAScript modules in a thread of their own. CommonJS is followed where it runs.
 */
import type { LoadHook } from 'node:module';
import { type ChangeSource, fileOf, type Told, tellingSource } from './telling.ts';

let change: ChangeSource = () => null;

export function initialize(told: Told): void {
  change = tellingSource(told);
}

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  const file = fileOf(url);
  if (file === null || loaded.format !== 'module' || loaded.source === undefined) return loaded;
  const { source } = loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const changed = change(file, text);
  return changed === null ? loaded : { ...loaded, source: changed };
};
