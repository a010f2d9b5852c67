import { artifactsAt } from '#adapters/artifacts/artifacts-at.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';

/** The folders of jobs, where the environment says they lie. */
export const artifacts = once(() => artifactsAt(readEnvironment('ARTIFACTS_URL').ARTIFACTS_URL));
