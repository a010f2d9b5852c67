import { readPatch } from '#core/improvements/candidate/stored-patch.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';
import { detailOf } from './views/improvement.ts';

export const handler = endpoint(improvements['get-improvement'], async ({ caller, parameters }) => {
  const improvement = await stores().improvements.load(parameters.id ?? '');
  const { candidate } = improvement;
  const patch = candidate && (await readPatch(artifacts(), candidate.hash));
  return { ...detailOf(improvement, caller), candidate: candidate && { ...candidate, patch } };
});
