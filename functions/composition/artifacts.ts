import { artifactsAt } from '#adapters/artifacts/artifacts-at.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';

/** The artifact store named by the environment. */
export const artifacts = once(() => artifactsAt(readEnvironment('ARTIFACTS_URL').ARTIFACTS_URL));
