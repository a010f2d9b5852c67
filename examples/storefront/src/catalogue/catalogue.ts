import type { Category, Product } from './product.ts';

export class Catalogue {
  readonly categories: readonly Category[];
  readonly products: readonly Product[];
  readonly #bySlug: ReadonlyMap<string, Category>;
  readonly #bySku: ReadonlyMap<string, Product>;

  constructor(categories: readonly Category[]) {
    this.categories = categories;
    this.products = categories.flatMap((category) => category.products);
    this.#bySlug = new Map(categories.map((category) => [category.slug, category]));
    this.#bySku = new Map(this.products.map((product) => [product.sku, product]));
  }

  category(slug: string): Category | undefined {
    return this.#bySlug.get(slug);
  }

  product(sku: string): Product | undefined {
    return this.#bySku.get(sku);
  }
}
