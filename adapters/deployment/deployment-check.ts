import type { LambdaClient } from '@aws-sdk/client-lambda';
import { Conflict } from '#core/errors.ts';
import type { AlarmStates } from '#core/improvements/ports.ts';
import type { Manifest } from '#core/service/manifest.ts';
import type { InstalledService, ServiceEnvironment } from '#core/service/register-service.ts';
import { whyOutOfReach } from '../git/reach-repository.ts';
import { readSplit } from '../lambda/alias.ts';

interface Parts {
  readonly lambda: LambdaClient;
  readonly alarms: AlarmStates;
}

/** Checks the repository, the alias and the alarms of a service on AWS. */
export function deploymentCheck({ lambda, alarms }: Parts): ServiceEnvironment {
  return {
    async missing(service, { branch }: Manifest) {
      const [repository, alias, unknown] = await Promise.all([
        whyOutOfReach(service.repository, branch),
        whyNoAlias(service, lambda),
        unknownAlarms(service, alarms),
      ]);
      return [repository, alias, ...unknown].filter((sentence) => sentence !== null);
    },
  };
}

async function whyNoAlias({ deployment }: InstalledService, lambda: LambdaClient): Promise<string | null> {
  if (deployment.kind !== 'lambda-alias') return null;
  try {
    await readSplit(lambda, deployment);
    return null;
  } catch (error) {
    if (error instanceof Conflict) return error.message.replace(/\.$/, '');
    throw error;
  }
}

async function unknownAlarms(service: InstalledService, alarms: AlarmStates): Promise<readonly string[]> {
  if (service.alarms.length === 0) return [];
  const found = await alarms.states(service.alarms);
  return found.flatMap(({ name, state }) =>
    state === 'unknown' ? [`there is no alarm ${name}; correct its name in services[].alarms`] : [],
  );
}
