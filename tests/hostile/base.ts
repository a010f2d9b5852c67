/** A small module, and the calls that a service's tests make of it. */
export interface Base {
  /** Below `src/`. */
  readonly path: string;
  readonly source: string;
  /** An ES module that imports `./src/<path>`; null where the module needs others, and is only read. */
  readonly program: string | null;
}
