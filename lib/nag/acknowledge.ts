import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts a finding of the security rules on a construct and what is below it.
 * @param reason one that a security reviewer would accept.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Accepts that a role names resources by patterns: exactly these, so that another one is found. */
export function acknowledgePatterns(role: IConstruct, arns: readonly string[], reason: string): void {
  for (const arn of arns) acknowledge(role, `AwsSolutions-IAM5[Resource::${asReported(role, arn)}]`, reason);
}

/** As the rule writes an address: `<AWS::Region>` where the template will have a reference. */
function asReported(role: IConstruct, arn: string): string {
  const resolved: unknown = Stack.of(role).resolve(arn);
  if (typeof resolved === 'string') return resolved;
  const parts = (resolved as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [resolved];
  return parts
    .map((part) => (typeof part === 'string' ? part : `<${(part as { Ref: string }).Ref}>`))
    .join('');
}
