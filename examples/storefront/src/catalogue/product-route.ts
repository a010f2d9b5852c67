import type { RequestHandler } from 'express';
import { notFound } from '../http-error.ts';
import { netPrice } from '../pricing/net-price.ts';
import type { Catalogue } from './catalogue.ts';

export function productRoute(catalogue: Catalogue): RequestHandler<{ sku: string }> {
  return (req, res) => {
    const product = catalogue.product(req.params.sku);
    if (!product) throw notFound('product', req.params.sku);
    res.json({ ...product, netPrice: netPrice(product) });
  };
}
