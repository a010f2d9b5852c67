import type { AddressInfo } from 'node:net';
import { createApp } from '../src/app.ts';
import { type Warehouse, WarehouseClient } from '../src/delivery/warehouse.ts';
import type { createShop } from '../src/shop.ts';
import { testShop } from './test-shop.ts';

interface ShopResponse {
  readonly status: number;
  readonly body: unknown;
}

const quickWarehouse = new WarehouseClient({ sessions: 8, waiting: 20, latency: 1 });

/** Sends one request to a shop that is opened for it and closed afterwards. */
export async function visit(path: string, init?: RequestInit, warehouse?: Warehouse): Promise<ShopResponse> {
  return withShop((send) => send(path, init), warehouse);
}

/** Opens a shop for several requests. */
export async function withShop<Result>(
  use: (send: (path: string, init?: RequestInit) => Promise<ShopResponse>) => Promise<Result>,
  warehouse: Warehouse = quickWarehouse,
  shop: ReturnType<typeof createShop> = testShop(),
): Promise<Result> {
  const server = createApp(shop, warehouse).listen(0);
  const { port } = server.address() as AddressInfo;
  try {
    return await use(async (path, init) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
      return { status: response.status, body: await response.json() };
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

export function post(body: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
}
