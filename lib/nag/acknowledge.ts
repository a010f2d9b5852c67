import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts a finding of the security rules on a construct and its children.
 * @param reason must convince a security reviewer.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations.of(construct).acknowledge({ id, reason });
}

/** Accepts exactly these wildcard ARNs in a role's policies, so that the rules still report any other wildcard. */
export function acknowledgePatterns(role: IConstruct, arns: readonly string[], reason: string): void {
  for (const arn of arns) acknowledge(role, `AwsSolutions-IAM5[Resource::${asReported(role, arn)}]`, reason);
}

/** The ARN as the rule reports it: `<AWS::Region>` or `<Machine.Name>` in place of a reference. */
function asReported(role: IConstruct, arn: string): string {
  const resolved: unknown = Stack.of(role).resolve(arn);
  if (typeof resolved === 'string') return resolved;
  const parts = (resolved as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join']?.[1] ?? [resolved];
  return parts
    .map((part) => (typeof part === 'string' ? part : `<${referenceIn(part as Reference)}>`))
    .join('');
}

type Reference = { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly string[] };

const referenceIn = (reference: Reference): string =>
  'Ref' in reference ? reference.Ref : reference['Fn::GetAtt'].join('.');
