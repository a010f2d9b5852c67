export interface CartLine {
  readonly sku: string;
  readonly quantity: number;
}

export const mostLines = 24;

/** Open carts in memory. */
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

  /** Adds a line, or replaces the line with the same SKU. Returns the cart's lines, or undefined if the cart is full. */
  put(id: string, line: CartLine): readonly CartLine[] | undefined {
    const before = this.#lines.get(id) ?? [];
    const known = before.some(({ sku }) => sku === line.sku);
    const after = known ? before.map((old) => (old.sku === line.sku ? line : old)) : [...before, line];
    if (after.length > mostLines) return undefined;
    this.#lines.set(id, after);
    return after;
  }
}
