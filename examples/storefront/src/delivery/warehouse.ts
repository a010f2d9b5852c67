export interface Stock {
  readonly available: number;
  /** Days until the next pallet arrives. */
  readonly restockDays: number;
}

export interface Warehouse {
  /**
   * Looks up the stock of one product.
   * @throws WarehouseBusyError if all sessions are in use and the queue is full.
   */
  stock(sku: string): Promise<Stock>;
}

export class WarehouseBusyError extends Error {
  constructor() {
    super('The warehouse has no free session, and too many callers wait for one.');
    this.name = 'WarehouseBusyError';
  }
}

export interface WarehouseLimits {
  /** Concurrent lookups. */
  readonly sessions: number;
  /** Callers that may wait for a session. */
  readonly waiting: number;
  /** Milliseconds that one lookup takes. */
  readonly latency: number;
}

/** Stands in for a remote stock system: the stock figures are made up, but the sessions and their queue are real. */
export class WarehouseClient implements Warehouse {
  readonly #limits: WarehouseLimits;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(limits: WarehouseLimits) {
    this.#limits = limits;
  }

  async stock(sku: string): Promise<Stock> {
    await this.#acquire();
    try {
      await new Promise((resolve) => setTimeout(resolve, this.#limits.latency));
      return stockOf(sku);
    } finally {
      this.#release();
    }
  }

  async #acquire(): Promise<void> {
    if (this.#busy < this.#limits.sessions) {
      this.#busy += 1;
      return;
    }
    if (this.#waiting.length >= this.#limits.waiting) throw new WarehouseBusyError();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the session to the caller that has waited longest; otherwise frees it. */
  #release(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy -= 1;
  }
}

function stockOf(sku: string): Stock {
  const figure = Array.from(sku).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 997, 7);
  return { available: figure % 12, restockDays: 2 + (figure % 5) };
}
