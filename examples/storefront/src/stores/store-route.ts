import type { RequestHandler } from 'express';
import { notFound } from '../http-error.ts';
import { stores } from './stores.ts';

export const storeRoute: RequestHandler<{ id: string }> = (req, res) => {
  const store = stores.get(req.params.id);
  if (!store) throw notFound('store', req.params.id);
  res.json(store);
};
