import { parentPort, workerData } from 'node:worker_threads';
import { findHitsIn } from './find-hits.ts';
import type { WorkerTask } from './find-hits-in-workers.ts';

/* The thread of `find-hits-in-workers.ts`. */

const { files, from, to } = workerData as WorkerTask;
parentPort?.postMessage(findHitsIn(files.slice(from, to), files));
