export interface CartLine {
  readonly sku: string;
  readonly quantity: number;
}

export const mostLines = 24;

/** The open carts, in memory. */
export class Carts {
  readonly #lines: Map<string, readonly CartLine[]>;

  constructor(carts: Iterable<readonly [string, readonly CartLine[]]>) {
    this.#lines = new Map(carts);
  }

  ids(): Iterable<string> {
    return this.#lines.keys();
  }

  lines(id: string): readonly CartLine[] | undefined {
    return this.#lines.get(id);
  }

  /** Adds the line, or replaces the one with the same SKU. Returns the cart's lines, or undefined when it is full. */
  put(id: string, line: CartLine): readonly CartLine[] | undefined {
    const before = this.#lines.get(id) ?? [];
    const known = before.some(({ sku }) => sku === line.sku);
    const after = known ? before.map((old) => (old.sku === line.sku ? line : old)) : [...before, line];
    if (after.length > mostLines) return undefined;
    this.#lines.set(id, after);
    return after;
  }
}
