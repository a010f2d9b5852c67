import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ServiceConfiguration } from '../config/configuration.ts';

/** The Lambda functions of the services that are rolled out by an alias: each, and its versions and aliases. */
export function managedFunctionArns(
  scope: IConstruct,
  services: readonly ServiceConfiguration[],
): readonly string[] {
  return services.flatMap(({ deployment }) => {
    if (deployment.kind !== 'lambda-alias') return [];
    const arn = Stack.of(scope).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: deployment.functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    return [arn, `${arn}:*`];
  });
}

/** Why the pattern at the end is accepted. */
export const managedFunctionsReason =
  'Versions and aliases of functions that the configuration names, one by one.';
