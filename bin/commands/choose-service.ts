import { InvalidInput } from '#core/errors.ts';
import { knownServices } from '#local/services/known-services.ts';
import { listed, noSuchService } from '#local/services/no-such-service.ts';
import type { ApiFlags } from './options.ts';

type Where = Pick<ApiFlags, 'data'>;

/**
 * The service that a command is about: the one that was named, or the only one.
 * @throws InvalidInput `service/not-named`, with the services that there are.
 */
export async function chooseService(named: string | undefined, { data }: Where): Promise<string> {
  if (named !== undefined) return named;
  const names = await namesIn(data);
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return only;
  const choice =
    names.length === 0
      ? `no service runs with the data in ${data}; start it with \`ironclaw up --service PATH --data ${data}\`, or name it with --service.`
      : `name a service with --service; there is ${listed(names)}.`;
  throw new InvalidInput(choice, { code: 'service/not-named' });
}

/** Says which services there are where the API does not know the one that was named. A removed one is still known there. */
export async function orNameServices<Value>(
  name: string,
  { data }: Where,
  task: Promise<Value>,
): Promise<Value> {
  try {
    return await task;
  } catch (error) {
    const isUnknown = error instanceof InvalidInput && error.data.status === 404;
    const names = isUnknown ? await namesIn(data) : [];
    throw names.length === 0 ? error : noSuchService(name, names);
  }
}

/** The services of another installation are not known here. */
const namesIn = async (data: string): Promise<readonly string[]> =>
  process.env.IRONCLAW_TOKEN === undefined ? knownServices(data) : [];

/** @throws InvalidInput `service/unknown`, with the services that there are, if they are known and this is none of them. */
export async function assertKnown(name: string, { data }: Where): Promise<void> {
  const names = await namesIn(data);
  if (names.length > 0 && !names.includes(name)) throw noSuchService(name, names);
}
