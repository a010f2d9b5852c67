import type { RequestHandler } from 'express';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { notFound } from '../http-error.ts';
import { priceList } from './price-list.ts';

export function pricesRoute(catalogue: Catalogue): RequestHandler<{ slug: string }> {
  return (req, res) => {
    const category = catalogue.category(req.params.slug);
    if (!category) throw notFound('category', req.params.slug);
    res.json({ category: category.slug, prices: priceList(category.products) });
  };
}
