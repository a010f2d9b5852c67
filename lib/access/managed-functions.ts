import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ServiceConfiguration } from '../config/configuration.ts';

/** ARNs of the Lambda functions of all services that deploy through an alias: each function, its versions and its aliases. */
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

/** Why the security rules accept the wildcard in these ARNs. */
export const managedFunctionsReason =
  'The wildcard covers only versions and aliases of functions that the configuration names one by one.';
