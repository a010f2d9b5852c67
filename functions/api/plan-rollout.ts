import { describePlan } from '#core/rollouts/planner/describe-plan.ts';
import { planRollout } from '#core/rollouts/planner/plan-rollout.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';

export const handler = endpoint(improvements['plan-rollout'], async ({ query: { service } }) => {
  const { services, metrics, now } = stores();
  const planned = await planRollout(await services.load(service), metrics, now());
  const { kind, plan, forecast } = planned;
  return {
    service,
    summary: describePlan(planned),
    kind,
    steps: plan.steps,
    patience: plan.patience,
    forecast,
  };
});
