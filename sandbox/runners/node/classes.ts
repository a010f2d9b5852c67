import type { LoadedModule } from './registry.ts';

/** The service's classes, by `path#Name`, and the names by their prototypes. */
export class Classes {
  readonly #constructors = new Map<string, { readonly prototype: object }>();
  readonly #names = new WeakMap<object, string>();

  add({ path, classes, remade }: LoadedModule): void {
    for (const [name, found] of Object.entries(classes)) {
      if (typeof found !== 'function') continue;
      const type = `${path}#${name}`;
      this.#constructors.set(type, found as unknown as { prototype: object });
      // What is private cannot be read, so that an instance could not be made again.
      if (!hasPrivateState(found) && !remade.includes(name)) this.#names.set(found.prototype, type);
    }
  }

  readonly typeOf = (prototype: object): string | undefined => this.#names.get(prototype);

  readonly prototypeOf = (type: string): object => this.constructorOf(type).prototype;

  constructorOf(type: string): { readonly prototype: object } {
    const found = this.#constructors.get(type);
    if (!found) throw new Error(`the service has no class ${type}`);
    return found;
  }
}

/** Also where a class that it extends has some. */
function hasPrivateState(found: unknown): boolean {
  for (
    let next = found;
    typeof next === 'function' && next !== Function.prototype;
    next = Object.getPrototypeOf(next)
  ) {
    const text = Function.prototype.toString.call(next);
    if (/(?:^|[^\w$'"`])#[\w$]+/.test(text) || /^class[^{]*\{\s*\[native code\]/.test(text)) return true;
    if (text.includes('[native code]')) return true;
  }
  return false;
}
