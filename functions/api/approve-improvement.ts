import { approve } from '#core/improvements/approval/approve-or-reject.ts';
import { stores } from '../composition/stores.ts';
import { workflow } from '../composition/workflow.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = writeEndpoint(
  improvements['approve-improvement'],
  async ({ caller, body, parameters }) => {
    const decision = { ...body, actor: `user:${caller.id}` };
    return detailOf(
      await approve(parameters.id ?? '', decision, { ...stores(), workflow: workflow() }),
      caller,
    );
  },
);
