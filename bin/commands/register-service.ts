import { resolve } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { cloudWatchAlarmStates } from '#adapters/cloudwatch/alarm-states.ts';
import { deploymentCheck } from '#adapters/deployment/deployment-check.ts';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { dynamoMetrics } from '#adapters/dynamodb/metrics.ts';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import { InvalidInput } from '#core/errors.ts';
import { describePlan } from '#core/rollouts/planner/describe-plan.ts';
import { planRollout } from '#core/rollouts/planner/plan-rollout.ts';
import { registerService } from '#core/service/register-service.ts';
import { readConfiguration } from '#lib/config/read-configuration.ts';
import { openRepository } from '#local/service/repository.ts';

export interface RegisterFlags {
  readonly table: string;
  readonly configuration?: string;
}

/** @throws InvalidInput `service/not-configured`, and what reading the two files and looking around throws. */
export async function register(path: string, { table, configuration }: RegisterFlags): Promise<void> {
  const { services } = readConfiguration(configuration);
  const { manifest } = await openRepository(resolve(path));
  const installed = services.find(({ name }) => name === manifest.name);
  if (!installed) {
    const names = services.map(({ name }) => name).join(', ') || 'none';
    throw new InvalidInput(
      `the installation has no service ${manifest.name} (it has ${names}); add it to services, and deploy that first.`,
      { code: 'service/not-configured' },
    );
  }
  const environment = deploymentCheck({
    lambda: lambdaClient(),
    alarms: cloudWatchAlarmStates(new CloudWatchClient({})),
  });
  const records = { client: documentClient(), name: table };
  const service = await registerService({
    manifest,
    installed,
    environment,
    services: dynamoServices(records),
  });
  console.log(`${manifest.name} is registered: its next analysis is at most a schedule's interval away.`);
  console.log(
    `Its next rollout: ${describePlan(await planRollout(service, dynamoMetrics(records), Date.now()))}.`,
  );
}
