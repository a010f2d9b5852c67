import { readFileSync } from 'node:fs';
import module from 'node:module';
import { type ChangeSource, fileOf, type Told, tellingSource } from './telling.ts';

/** Changes the text of modules before they run, in every version of Node from 18 on. */
export function changeSources(told: Told): void {
  const change = tellingSource(told);
  if (typeof module.registerHooks === 'function') {
    followLoads(change);
    return;
  }
  followCompilation(change);
  // Before 18.19, no hook for ECMAScript modules can be set from here.
  module.register?.(new URL('./hooks.mjs', import.meta.url), { data: told });
}

function followLoads(change: ChangeSource): void {
  module.registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const file = fileOf(url);
      if (file === null) return loaded;
      const source = loaded.source ?? readFileSync(file);
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      const changed = change(file, text);
      return changed === null ? loaded : { ...loaded, source: changed };
    },
  });
}

type Compile = (this: unknown, text: string, file: string, ...rest: unknown[]) => unknown;

/** Older versions have no hook for CommonJS: what compiles it is replaced. */
function followCompilation(change: ChangeSource): void {
  const { prototype } = module as unknown as { prototype: { _compile: Compile } };
  const compile = prototype._compile;
  prototype._compile = function (text, file, ...rest) {
    return Reflect.apply(compile, this, [change(file, text) ?? text, file, ...rest]);
  };
}
