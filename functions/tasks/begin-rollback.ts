import * as z from 'zod';
import { beginRollback } from '#core/improvements/rollback/begin-rollback.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

const Payload = AboutImprovement.extend({ actor: z.string().min(1), reason: z.string().min(1) });

export const handler = task(Payload, ({ improvementId, ...why }) =>
  beginRollback(improvementId, why, { ...stores(), artifacts: artifacts(), fleet: fleet() }),
);
