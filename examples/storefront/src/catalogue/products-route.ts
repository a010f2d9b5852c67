import type { RequestHandler } from 'express';
import { HttpError, notFound } from '../http-error.ts';
import type { Catalogue } from './catalogue.ts';

const pageSize = 24;

export function productsRoute(catalogue: Catalogue): RequestHandler {
  return (req, res) => {
    const { category: asked } = req.query;
    const slug = typeof asked === 'string' ? asked : '';
    const category = catalogue.category(slug);
    if (!category) throw notFound('category', slug);
    const page = pageNumber(req.query.page ?? '1');
    const products = category.products.slice((page - 1) * pageSize, page * pageSize);
    res.json({ category: slug, page, pages: Math.ceil(category.products.length / pageSize), products });
  };
}

function pageNumber(value: unknown): number {
  const page = Number(value);
  if (!Number.isInteger(page) || page < 1)
    throw new HttpError(400, 'The page must be a whole number from 1.');
  return page;
}
