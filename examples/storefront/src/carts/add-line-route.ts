import type { RequestHandler } from 'express';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { HttpError, notFound } from '../http-error.ts';
import { type CartLine, type Carts, mostLines } from './carts.ts';

export function addLineRoute(catalogue: Catalogue, carts: Carts): RequestHandler<{ id: string }> {
  return (req, res) => {
    const { id } = req.params;
    if (!carts.lines(id)) throw notFound('cart', id);
    const line = readLine(req.body);
    if (!catalogue.product(line.sku)) throw notFound('product', line.sku);
    const lines = carts.put(id, line);
    if (!lines) throw new HttpError(409, `A cart holds at most ${mostLines} lines.`);
    res.status(201).json({ cart: id, lines });
  };
}

function readLine(body: unknown): CartLine {
  if (typeof body === 'object' && body !== null && 'sku' in body && 'quantity' in body) {
    const { sku, quantity } = body;
    if (typeof sku === 'string' && typeof quantity === 'number' && isQuantity(quantity))
      return { sku, quantity };
  }
  throw new HttpError(400, 'A line has a sku and a quantity from 1 to 99.');
}

function isQuantity(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 99;
}
