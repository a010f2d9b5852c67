import * as z from 'zod';
import { beginRollback } from '#core/improvements/begin-rollback.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { fleet } from './fleet.ts';
import { AboutImprovement, task } from './task.ts';

const Payload = AboutImprovement.extend({ actor: z.string().min(1), reason: z.string().min(1) });

export const handler = task(Payload, ({ improvementId, ...why }) =>
  beginRollback(improvementId, why, { ...stores(), artifacts: artifacts(), fleet: fleet() }),
);
