import {
  type FunctionConfiguration,
  type LambdaClient,
  ListVersionsByFunctionCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { ask } from '../aws/ask.ts';

/** A published version of a function. */
export interface LambdaVersion {
  /** `1`, `2`, ...: what CloudWatch calls `ExecutedVersion`. */
  readonly number: string;
  /** The commit it was published from, if the deploy command recorded it. */
  readonly description: string;
}

const commitHash = /^[0-9a-f]{40}$/;

/** Every published version, oldest first; empty if the function does not exist. */
export async function lambdaVersions(
  client: LambdaClient,
  functionName: string,
): Promise<readonly LambdaVersion[]> {
  const versions: LambdaVersion[] = [];
  let marker: string | undefined;
  do {
    const page = await pageOf(client, functionName, marker);
    versions.push(...(page.Versions ?? []).flatMap(published));
    marker = page.NextMarker;
  } while (marker);
  return versions.sort((a, b) => Number(a.number) - Number(b.number));
}

/** The number of the newest version published from the commit; null if there is none. */
export function versionOf(versions: readonly LambdaVersion[], commit: string): string | null {
  return versions.findLast(({ description }) => description === commit)?.number ?? null;
}

/** The number of the version that {@link commitOf} calls `name`; null if there is none. */
export const numberOf = (versions: readonly LambdaVersion[], name: string): string | null =>
  versionOf(versions, name) ?? versions.find(({ number }) => number === name)?.number ?? null;

/** Our name of a version: its commit, or its number if its description names no commit. */
export function commitOf(versions: readonly LambdaVersion[], number: string): string {
  const description = versions.find((version) => version.number === number)?.description ?? '';
  return commitHash.test(description) ? description : number;
}

async function pageOf(client: LambdaClient, FunctionName: string, Marker: string | undefined) {
  const question = {
    area: 'fleet',
    action: 'lambda:ListVersionsByFunction',
    resource: `function ${FunctionName}`,
  };
  try {
    return await ask(question, () =>
      client.send(new ListVersionsByFunctionCommand({ FunctionName, ...(Marker ? { Marker } : {}) })),
    );
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { Versions: [], NextMarker: undefined };
    throw error;
  }
}

function published({ Version: number, Description: description = '' }: FunctionConfiguration) {
  return number && /^\d+$/.test(number) ? [{ number, description }] : [];
}
