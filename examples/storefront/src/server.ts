import { recorderFromEnvironment } from '@ironclaw/recorder';
import { createApp } from './app.ts';
import { WarehouseClient } from './delivery/warehouse.ts';
import { createShop } from './shop.ts';

const warehouse = new WarehouseClient({ sessions: 8, waiting: 20, latency: 5 });
const recorder = recorderFromEnvironment({ service: 'storefront' });
const app = createApp(createShop(), warehouse, recorder.middleware);

const server = app.listen(Number(process.env.PORT ?? 3000));
// Longer than any proxy keeps an idle connection, so that no connection closes while a request arrives.
server.keepAliveTimeout = 65_000;

process.on('SIGTERM', () => {
  server.close(() => void recorder.close());
});
