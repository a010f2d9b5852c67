import { workerData } from 'node:worker_threads';
import { type ExpiredIn, removeExpired } from './remove-expired.ts';

removeExpired(workerData as ExpiredIn);
