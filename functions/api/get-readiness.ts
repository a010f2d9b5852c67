import { Unavailable } from '#core/errors.ts';
import { dependencyStates } from '../composition/dependency-states.ts';
import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['get-readiness'], async () => {
  const states = await dependencyStates();
  const away = Object.entries(states).filter(([, state]) => state === 'unavailable');
  if (away.length === 0) return { status: 'ready', ...states };
  throw new Unavailable(
    `${away.map(([name]) => `the ${name}`).join(' and ')} cannot be reached; try again.`,
    {
      code: 'system/not-ready',
      data: states,
    },
  );
});
