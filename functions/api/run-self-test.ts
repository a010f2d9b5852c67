import { selfTest } from '#core/rollouts/self-test/self-test.ts';
import { endpoint } from './middleware/endpoint.ts';
import { system } from './routes/system.ts';

export const handler = endpoint(system['run-self-test'], async () => selfTest());
