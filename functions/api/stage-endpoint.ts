import { requestStage, type Stage } from '#core/improvements/request-stage.ts';
import { stores } from '../stores.ts';
import { workflow } from '../workflow.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { basePath } from './routes.ts';

type StageRoute =
  | 'generate-improvement'
  | 'test-improvement'
  | 'deploy-improvement'
  | 'roll-back-improvement';

/** A route that starts one stage: the work is long, so the answer says where to look. */
export const stageEndpoint = (route: StageRoute, stage: Stage) =>
  endpoint(route, async ({ caller, body, parameters }) => {
    const id = parameters.id ?? '';
    const { status } = await requestStage(
      id,
      { stage, actor: `user:${caller.id}`, reason: body.reason },
      { ...stores(), workflow: workflow() },
    );
    return { id, stage, status, location: `${basePath}/improvements/${id}` };
  });
