import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { DeployedVersion } from '#core/performance/collection/metrics-source.ts';
import { type AliasName, readSplit } from './alias.ts';
import { commitOf, lambdaVersions } from './versions.ts';

/**
 * The versions that serve requests of the alias, with our names and Lambda's.
 * @throws Conflict `fleet/unknown-alias`.
 */
export async function deployedVersions(
  client: LambdaClient,
  name: AliasName,
): Promise<readonly DeployedVersion[]> {
  const { serving, canary } = await readSplit(client, name);
  const versions = await lambdaVersions(client, name.functionName);
  const numbers = canary ? [serving, canary.version] : [serving];
  return numbers.map((number) => ({ name: commitOf(versions, number), deployedAs: number }));
}
