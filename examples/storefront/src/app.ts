import express, { type Express, type RequestHandler } from 'express';
import { addLineRoute } from './carts/add-line-route.ts';
import { categoriesRoute } from './catalogue/categories-route.ts';
import { productRoute } from './catalogue/product-route.ts';
import { productsRoute } from './catalogue/products-route.ts';
import { deliveryRoute } from './delivery/delivery-route.ts';
import type { Warehouse } from './delivery/warehouse.ts';
import { answerErrors } from './http-error.ts';
import { ordersRoute } from './orders/orders-route.ts';
import { pricesRoute } from './pricing/prices-route.ts';
import type { Shop } from './shop.ts';
import { storeRoute } from './stores/store-route.ts';

export function createApp(shop: Shop, warehouse: Warehouse, ...middlewares: RequestHandler[]): Express {
  const { catalogue, orders, carts } = shop;
  const app = express();
  app.disable('x-powered-by');
  app.get('/health', (_req, res) => void res.json({ status: 'ok' }));
  for (const middleware of middlewares) app.use(middleware);
  app.use(express.json());
  app.get('/products/:sku', productRoute(catalogue));
  app.get('/products', productsRoute(catalogue));
  app.get('/categories', categoriesRoute(catalogue));
  app.get('/categories/:slug/prices', pricesRoute(catalogue));
  app.get('/customers/:id/orders', ordersRoute(catalogue, orders));
  app.post('/carts/:id/lines', addLineRoute(catalogue, carts));
  app.get('/carts/:id/delivery', deliveryRoute(carts, warehouse));
  app.get('/stores/:id', storeRoute);
  app.use(answerErrors);
  return app;
}
