import * as z from 'zod';
import { beginRollback } from '#core/improvements/rollback/begin-rollback.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { AboutImprovement, task } from './middleware/task.ts';

const Payload = AboutImprovement.extend({ actor: z.string().min(1), reason: z.string().min(1) });

export const handler = task(Payload, ({ improvementId, actor, reason }, records) =>
  beginRollback(improvementId, { actor, reason }, { ...records, artifacts: artifacts(), fleet: fleet() }),
);
