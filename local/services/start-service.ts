import { Conflict } from '#core/errors.ts';
import { chooseNode } from '../node-versions/choose-node.ts';
import { type RunningService, type RunOptions, runService } from '../run-service.ts';
import { forTrial } from '../service/for-trial.ts';
import type { IsolationChoice } from '../service/isolation.ts';
import { openRepository } from '../service/repository.ts';
import { resolveVariables, type Secrets } from '../service/resolve-variables.ts';
import type { System } from '../system.ts';
import type { WantedService } from './running-desk.ts';

interface Options extends Pick<RunOptions, 'names' | 'takeTurn' | 'signal'> {
  readonly isolation: IsolationChoice;
  readonly secrets: Secrets;
  /** Whether it is run for a try, with rollouts of seconds. */
  readonly isTrial: boolean;
  /** Tells the operator what is special about the service, and what takes a while. */
  readonly say: (text: string) => void;
  readonly portOf: (name: string, had: number | null) => Promise<number>;
}

/** Starts the service in a folder as it is there now. @throws Conflict `service/renamed`, and what `openRepository` throws. */
export async function startService(
  system: System,
  { name, path, port }: WantedService,
  { isolation, secrets, isTrial, say, portOf, ...options }: Options,
): Promise<RunningService> {
  const described = await openRepository(path);
  const repository = isTrial ? forTrial(described) : described;
  if (repository.manifest.name !== name)
    throw new Conflict(
      `${path} was added as ${name}, and its ironclaw.json now names it ${repository.manifest.name}; remove ${name}, and add it again.`,
      { code: 'service/renamed' },
    );
  for (const notice of repository.notices) say(notice);
  return runService(system, repository, isolation, {
    ...options,
    port: await portOf(name, port),
    variables: resolveVariables(repository.manifest.env, secrets),
    node: await chooseNode({ repository, own: system.folder.nodes, say, signal: options.signal }),
  });
}
