import { z } from 'zod';
import { beginRollback } from '#core/improvements/begin-rollback.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

const Payload = AboutImprovement.extend({ actor: z.string().min(1), reason: z.string().min(1) });

export const handler = task(Payload, ({ improvementId, ...why }) =>
  beginRollback(improvementId, why, dependencies()),
);
