import { randomUUID } from 'node:crypto';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { Unavailable } from '#core/errors.ts';
import { identityOf } from '#core/improvements/candidate/request-shape.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import type { Mirror, RequestLog } from '#core/improvements/ports.ts';
import { compareMirrored } from '#core/proof/compare-mirrored.ts';
import { recordMirrored } from '#core/proof/record-mirrored.ts';
import { comparedIn, isMirrorDone, type MirrorOptions, noMirrorEvidence } from '#core/rollouts/mirror.ts';
import { safeRequests } from '#core/service/safe-requests.ts';
import { second } from '#core/time.ts';
import { type AliasName, readSplit } from './alias.ts';
import { httpEvent } from './http-event.ts';
import { invokeVersion } from './invoke-version.ts';
import { lambdaVersions, versionOf } from './versions.ts';

/** Milliseconds for all requests: the task has two minutes. */
const patience = 80 * second;

/**
 * Invokes both versions with the stored safe requests. Lambda shows nobody a function's live requests, so the stored
 * ones stand in for them; they have no headers. All of them are sent in one call, which ends the mirroring.
 */
export function versionMirror(client: LambdaClient, name: AliasName, requests: RequestLog): Mirror {
  const { functionName } = name;
  return {
    async compare(service, commit, options) {
      const { serving } = await readSplit(client, name);
      const version = versionOf(await lambdaVersions(client, functionName), commit);
      if (version === null)
        throw new Unavailable(`function ${functionName} has no version with the description ${commit}.`, {
          code: 'fleet/not-running',
          data: { functionName, commit },
        });
      const selected = latestSafe(await requests.seenRequests(service), options);
      const signal = AbortSignal.timeout(patience);
      let evidence = noMirrorEvidence;
      for (const request of selected) {
        if (signal.aborted || isMirrorDone(evidence, options.plan)) break;
        const invoke = (number: string) =>
          invokeVersion(client, { functionName, version: number, event: httpEvent(request, randomUUID()) });
        const result = await compareMirrored({
          // At the same time as the pair: Lambda then uses two instances, which show what differs between instances.
          first: invoke(serving),
          send: async () => {
            const [baseline, canary] = await Promise.all([invoke(serving), invoke(version)]);
            return { baseline, canary };
          },
          ignore: options.ignore,
          signal,
        });
        evidence = recordMirrored(evidence, result, request, options);
      }
      const obstacle =
        selected.length === 0
          ? `no safe request of service ${service} is stored`
          : comparedIn(evidence) < selected.length && evidence.differences.length === 0
            ? `${patience / second} s were not enough for more`
            : null;
      return { ...evidence, isComplete: true, obstacle };
    },
  };
}

/** Distinct requests, the latest first. */
function latestSafe(
  seen: readonly SeenRequest[],
  { plan }: Pick<MirrorOptions, 'plan'>,
): readonly SeenRequest[] {
  const isSafe = safeRequests(plan);
  const distinct = new Map(seen.filter(isSafe).map((request) => [identityOf(request), request]));
  return [...distinct.values()].toReversed().slice(0, plan.requests);
}
