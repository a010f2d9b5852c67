import { NotFound } from '#core/errors.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { improvements } from './routes/improvements.ts';

export const handler = endpoint(improvements['get-verdict'], async ({ parameters: { id = '' }, query }) => {
  const { rollout } = await stores().improvements.load(id);
  const verdicts = rollout?.verdicts ?? [];
  const number = query.number ?? verdicts.length;
  const kept = verdicts[number - 1];
  if (!kept && query.number !== undefined)
    throw new NotFound(`improvement ${id} has ${verdicts.length} verdicts on record, and none ${number}.`, {
      code: 'verdict/unknown',
      data: { id, number },
    });
  const text = kept?.file ? await artifacts().read(kept.file.key) : null;
  return {
    improvement: id,
    number,
    /** All verdicts on record, oldest first. */
    verdicts,
    /** The one of this number; null if there is none yet, or its evidence could not be kept. */
    recorded: text === null ? null : JSON.parse(text),
  };
});
