import { Stack } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface JobNetwork {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
}

/** Why the security rules accept {@link networkPatterns}. */
export const codeBuildNetworkReason =
  'CodeBuild creates network interfaces on demand, only in these subnets, and EC2 has no resource-level Describe permissions.';

/** The wildcards that {@link networkStatements} cannot avoid. */
export function networkPatterns({ vpc }: JobNetwork): readonly string[] {
  return ['*', arnIn(vpc, 'network-interface', '*')];
}

/** The permissions that CodeBuild needs to place builds in a network, limited to that network where EC2 supports it. */
export function networkStatements({ vpc, securityGroup }: JobNetwork): readonly PolicyStatement[] {
  const arnOf = (resource: string, name: string) => arnIn(vpc, resource, name);
  const subnets = vpc.isolatedSubnets.map(({ subnetId }) => arnOf('subnet', subnetId));
  const interfaces = arnOf('network-interface', '*');
  return [
    new PolicyStatement({
      actions: [
        'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcs',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ['ec2:CreateNetworkInterface'],
      resources: [interfaces, ...subnets, arnOf('security-group', securityGroup.securityGroupId)],
    }),
    new PolicyStatement({
      actions: ['ec2:DeleteNetworkInterface'],
      resources: [interfaces],
      conditions: { ArnEquals: { 'ec2:Vpc': arnOf('vpc', vpc.vpcId) } },
    }),
    new PolicyStatement({
      actions: ['ec2:CreateNetworkInterfacePermission'],
      resources: [interfaces],
      conditions: {
        StringEquals: { 'ec2:AuthorizedService': 'codebuild.amazonaws.com' },
        ArnEquals: { 'ec2:Subnet': subnets },
      },
    }),
  ];
}

function arnIn(vpc: IVpc, resource: string, resourceName: string): string {
  return Stack.of(vpc).formatArn({ service: 'ec2', resource, resourceName });
}
