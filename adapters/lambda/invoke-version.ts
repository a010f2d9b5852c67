import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Outcome } from '#core/proof/compare-responses.ts';
import { second } from '#core/time.ts';
import { ask } from '../aws/ask.ts';
import { responseOf } from './http-result.ts';

/** Milliseconds until a version must have responded. */
const patience = 5 * second;

interface Invocation {
  readonly functionName: string;
  readonly version: string;
  readonly event: object;
}

/**
 * Invokes one version, past the alias. @returns its response, or a sentence if it gives none.
 * @throws Unavailable `mirror/unavailable`, Forbidden `mirror/forbidden`.
 */
export async function invokeVersion(
  client: LambdaClient,
  { functionName, version, event }: Invocation,
): Promise<Outcome> {
  const abortSignal = AbortSignal.timeout(patience);
  try {
    const question = {
      area: 'mirror',
      action: 'lambda:InvokeFunction',
      resource: `version ${version} of function ${functionName}`,
    };
    const command = new InvokeCommand({
      FunctionName: functionName,
      Qualifier: version,
      Payload: Buffer.from(JSON.stringify(event)),
    });
    const { FunctionError, Payload } = await ask(question, () => client.send(command, { abortSignal }));
    if (FunctionError !== undefined) return `the function failed: ${FunctionError}`;
    return responseOf(Buffer.from(Payload ?? []));
  } catch (error) {
    if (abortSignal.aborted) return `it did not respond within ${patience / second} s`;
    throw error;
  }
}
