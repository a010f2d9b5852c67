import { requestStage, type Stage } from '#core/improvements/request-stage.ts';
import { stores } from '../../composition/stores.ts';
import { workflow } from '../../composition/workflow.ts';
import type { StageRoute } from '../routes/improvements.ts';
import { basePath } from '../routes/route.ts';
import { writeEndpoint } from './write-endpoint.ts';

/** A route that starts one stage: the work takes long, so the response says where to look. */
export const stageEndpoint = (route: StageRoute, stage: Stage) =>
  writeEndpoint(route, async ({ caller, body, parameters }) => {
    const id = parameters.id ?? '';
    const { status } = await requestStage(
      id,
      { stage, actor: `user:${caller.id}`, reason: body.reason },
      { ...stores(), workflow: workflow() },
    );
    return { id, stage, status, location: `${basePath}/improvements/${id}` };
  });
