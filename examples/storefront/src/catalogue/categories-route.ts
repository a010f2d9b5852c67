import type { RequestHandler } from 'express';
import type { Catalogue } from './catalogue.ts';

export function categoriesRoute(catalogue: Catalogue): RequestHandler {
  return (_req, res) => {
    const categories = catalogue.categories.map(({ slug, name, products }) => ({
      slug,
      name,
      products: products.length,
    }));
    res.json({ categories });
  };
}
