import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { FunctionEntry } from '#lib/access/function-access.ts';
import { startStepFunctions } from '#local/stepfunctions/server.ts';
import { bundleAll, callHandlers, type HandlerCall } from '../support/bundles.ts';
import { startTestDatabase } from '../support/database.ts';
import { anImprovement, proposed } from '../support/improvement.ts';
import { aService } from '../support/service.ts';
import { keptFolder } from '../support/temporary-folder.ts';

/** Starts what bundled functions need: a database with the service `shop`, a Step Functions endpoint and artifacts. */
export async function startBundleRuntime(entries: readonly FunctionEntry[]) {
  const folder = keptFolder('bundles');
  const [database] = await Promise.all([startTestDatabase(), bundleAll(entries, folder)]);
  const table = await database.newTable();
  const started: object[] = [];
  const workflow = await startStepFunctions({
    start: (input) => {
      started.push(input);
      return { result: Promise.resolve({}), abort: () => undefined };
    },
    onFailure: () => undefined,
  });
  await dynamoServices(table).save(aService());
  const improvements = dynamoImprovements(table);
  const artifactsUrl = pathToFileURL(`${folder}/artifacts/`).href;
  const endpoint = await table.client.config.endpoint?.();
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://${endpoint?.hostname}:${endpoint?.port}${endpoint?.path}`,
    AWS_ENDPOINT_URL_SFN: workflow.url,
    AWS_LAMBDA_FUNCTION_NAME: 'under-test',
    POWERTOOLS_SERVICE_NAME: 'under-test',
    TABLE_NAME: table.name,
    STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement',
    ARTIFACTS_URL: artifactsUrl,
  };
  let count = 0;
  return {
    started: started as readonly object[],
    artifacts: folderArtifacts(artifactsUrl),
    environment,
    async improvement(fields: Partial<Improvement> = {}): Promise<Improvement> {
      count += 1;
      const improvement = anImprovement({ id: `improvement-${count}`, ...fields });
      await improvements.create(improvement, proposed(improvement));
      return improvement;
    },
    call: (calls: readonly HandlerCall[], changes: Readonly<Record<string, string>> = {}) =>
      callHandlers(calls, { bundles: folder, environment: { ...environment, ...changes } }),
    async stop() {
      await workflow.close();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type BundleRuntime = Awaited<ReturnType<typeof startBundleRuntime>>;
