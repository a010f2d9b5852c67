import * as z from 'zod';
import { reconcile } from '#core/improvements/executions/reconcile.ts';
import { parse } from '#core/validation.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { workflow } from '../composition/workflow.ts';
import { logger } from '../observability/logger.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';

const ScheduledReconciliation = z.object({ service: z.string().min(1), atOnce: z.boolean().default(false) });

/** Continues or ends the improvements of one service that lost their executions. */
export const handler = observed({
  read: (event) => parse(ScheduledReconciliation, event, 'the schedule', 'schedule/invalid-payload'),
  about: ({ service }) => ({ service }),
  run: async (options) => {
    const reconciled = await reconcile(options, {
      ...stores(),
      artifacts: artifacts(),
      workflow: workflow(),
    });
    for (const { id, ...what } of reconciled)
      logger.warn('an improvement had lost its execution', { improvementId: id, ...what });
    count('ImprovementsReconciled', reconciled.length);
    return reconciled;
  },
});
