import type { LambdaClient } from '@aws-sdk/client-lambda';
import { Conflict, Unavailable } from '#core/errors.ts';
import type { Fleet } from '#core/improvements/ports.ts';
import { type AliasName, changeSplit, readSplit } from './alias.ts';
import { awaitActive, patience } from './await-active.ts';
import { launched, promoted, shifted, withdrawn } from './split.ts';
import { commitOf, lambdaVersions, versionOf } from './versions.ts';

/**
 * Splits the requests of a function's alias between two of its published versions. The deploy command publishes one
 * for the commit in `IRONCLAW_COMMIT` and gives it that commit as description; it leaves the alias alone.
 *
 * Published versions cost nothing and are evidence, so none is ever deleted.
 */
export function aliasFleet(client: LambdaClient, name: AliasName, waiting = patience): Fleet {
  const { functionName } = name;
  const published = async (commit: string): Promise<string> => {
    const version = versionOf(await lambdaVersions(client, functionName), commit);
    if (version === null) throw notPublished(functionName, commit);
    return version;
  };

  return {
    async serving() {
      const { serving } = await readSplit(client, name);
      const version = commitOf(await lambdaVersions(client, functionName), serving);
      return { version, runsAs: `version ${serving} of function ${functionName}` };
    },

    async launch(_, commit) {
      const { serving } = await readSplit(client, name);
      const versions = await lambdaVersions(client, functionName);
      const version = versionOf(versions, commit);
      if (version === null) throw notPublished(functionName, commit);
      await awaitActive(client, { functionName, version }, waiting);
      await changeSplit(client, name, (split) => launched(split, version));
      return { baseline: commitOf(versions, serving) };
    },

    async shift(_, commit, weight) {
      const version = await published(commit);
      await changeSplit(client, name, (split) => shifted(split, version, weight));
    },

    async promote(_, commit) {
      const version = await published(commit);
      await changeSplit(client, name, (split) => promoted(split, version));
    },

    async withdraw(_, commit) {
      try {
        const version = versionOf(await lambdaVersions(client, functionName), commit);
        if (version !== null) await changeSplit(client, name, (split) => withdrawn(split, version));
      } catch (error) {
        // Without the alias none of our versions serves, so the rollback continues with the branch.
        if (!(error instanceof Conflict && error.code === 'fleet/unknown-alias')) throw error;
      }
    },

    async retire() {},
  };
}

const notPublished = (functionName: string, commit: string) =>
  new Unavailable(
    `function ${functionName} has no version with the description ${commit}; ` +
      'the deploy command must publish one: aws lambda publish-version --description "$IRONCLAW_COMMIT".',
    { code: 'fleet/not-ready', data: { functionName, commit } },
  );
