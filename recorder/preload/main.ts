import { preload } from './preload.ts';
import { lastBatches, sendLastBatches } from './send-at-exit.ts';

/* Loaded before a service, which it measures without a change: `NODE_OPTIONS=--require <this file>`. */

const last = lastBatches();
if (last) void sendLastBatches(last);
else preload(process.env, __filename);
