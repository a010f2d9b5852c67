import type { RequestHandler } from 'express';
import type { Carts } from '../carts/carts.ts';
import { HttpError, notFound } from '../http-error.ts';
import { deliveryOption } from './delivery-option.ts';
import { deliveryEstimate } from './estimate.ts';
import { type Warehouse, WarehouseBusyError } from './warehouse.ts';

export function deliveryRoute(carts: Carts, warehouse: Warehouse): RequestHandler<{ id: string }> {
  return async (req, res) => {
    const { id } = req.params;
    const lines = carts.lines(id);
    if (!lines) throw notFound('cart', id);
    const option = deliveryOption(req.query.option ?? 'standard');
    const estimates = await deliveryEstimate(warehouse, lines).catch(refuseWhenBusy);
    const days = Math.max(0, ...estimates.map((estimate) => estimate.days)) + option.days;
    res.json({ cart: id, option: option.name, days, lines: estimates });
  };
}

function refuseWhenBusy(error: unknown): never {
  if (error instanceof WarehouseBusyError) throw new HttpError(503, error.message);
  throw error;
}
