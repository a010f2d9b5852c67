import { isDeepStrictEqual } from 'node:util';
import {
  type AliasConfiguration,
  GetAliasCommand,
  type LambdaClient,
  PreconditionFailedException,
  ResourceNotFoundException,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { Conflict, Unavailable } from '#core/errors.ts';
import { ask } from '../aws/ask.ts';
import { readMemory, writeMemory } from './alias-text.ts';
import type { Split } from './split.ts';

export interface AliasName {
  readonly functionName: string;
  readonly alias: string;
}

interface Found {
  readonly split: Split;
  readonly description: string;
  readonly revision: string | undefined;
}

const mostRounds = 6;

const nameOf = ({ functionName, alias }: AliasName) => `alias ${alias} of function ${functionName}`;

/** @throws Conflict `fleet/unknown-alias`. */
export async function readSplit(client: LambdaClient, name: AliasName): Promise<Split> {
  const { split } = await find(client, name);
  return split;
}

/**
 * Changes the alias until `decide` has nothing left to change. Each write is conditional on the revision that was
 * read, and the alias is read again after it. A lost response, a second writer and an alias that differs from what
 * was written are therefore handled the same way: decide again.
 *
 * @param decide must not change its own result.
 * @throws Unavailable `fleet/alias-differs` when the alias will not stay as it is written; Conflict
 * `fleet/unknown-alias`.
 */
export async function changeSplit(
  client: LambdaClient,
  name: AliasName,
  decide: (split: Split) => Split,
): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await find(client, name);
    const wanted = decide(found.split);
    if (isDeepStrictEqual(wanted, found.split)) return;
    await write(client, name, found, wanted);
  }
  throw new Unavailable(
    `${nameOf(name)} differs from what was written to it; is something else changing it?`,
    {
      code: 'fleet/alias-differs',
      data: { ...name },
    },
  );
}

async function find(client: LambdaClient, name: AliasName): Promise<Found> {
  const { functionName: FunctionName, alias: Name } = name;
  try {
    const question = { area: 'fleet', action: 'lambda:GetAlias', resource: nameOf(name) };
    const alias = await ask(question, () => client.send(new GetAliasCommand({ FunctionName, Name })));
    return { split: splitOf(alias), description: alias.Description ?? '', revision: alias.RevisionId };
  } catch (cause) {
    if (!(cause instanceof ResourceNotFoundException)) throw cause;
    throw new Conflict(
      `there is no ${nameOf(name)}; create it, or correct deployment.functionName and deployment.alias.`,
      { code: 'fleet/unknown-alias', data: { ...name }, cause },
    );
  }
}

function splitOf({ FunctionVersion = '', RoutingConfig, Description = '' }: AliasConfiguration): Split {
  const [other] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    serving: FunctionVersion,
    canary: other ? { version: other[0], weight: Math.round(other[1] * 100) } : null,
    ...readMemory(Description),
  };
}

/** A write refused because of a conflict had no effect. */
async function write(
  client: LambdaClient,
  name: AliasName,
  { description, revision: RevisionId }: Found,
  { serving, canary, ...memory }: Split,
): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: name.functionName,
    Name: name.alias,
    FunctionVersion: serving,
    // Omitted fields stay as they are, so an empty weight map must be sent.
    RoutingConfig: { AdditionalVersionWeights: canary ? { [canary.version]: canary.weight / 100 } : {} },
    Description: writeMemory(description, memory),
    RevisionId,
  });
  try {
    const question = { area: 'fleet', action: 'lambda:UpdateAlias', resource: nameOf(name) };
    await ask(question, () => client.send(command));
  } catch (error) {
    if (!(error instanceof PreconditionFailedException)) throw error;
  }
}
