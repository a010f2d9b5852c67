export interface Product {
  readonly sku: string;
  readonly name: string;
  /** The slug of its category. */
  readonly category: string;
  /** In cents, before the discount. */
  readonly price: number;
  /** In percent. */
  readonly discount: number;
}

export interface Category {
  readonly slug: string;
  readonly name: string;
  readonly products: readonly Product[];
}
