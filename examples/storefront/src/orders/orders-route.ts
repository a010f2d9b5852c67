import type { RequestHandler } from 'express';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { notFound } from '../http-error.ts';
import { orderHistory } from './order-history.ts';
import type { OrderLine } from './order-line.ts';

export type OrderBook = ReadonlyMap<string, readonly OrderLine[]>;

export function ordersRoute(catalogue: Catalogue, orders: OrderBook): RequestHandler<{ id: string }> {
  return (req, res) => {
    const lines = orders.get(req.params.id);
    if (!lines) throw notFound('customer', req.params.id);
    const items = orderHistory(lines, catalogue.products);
    res.json({ customer: req.params.id, items, total: items.reduce((sum, item) => sum + item.total, 0) });
  };
}
