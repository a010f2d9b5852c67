import { Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnFirewallDomainList,
  CfnFirewallRuleGroup,
  CfnFirewallRuleGroupAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';

/**
 * Allows a network to resolve only S3's names. Without this, code could leak data through DNS: a lookup of
 * `secret.example.com` reaches the name server of that domain.
 */
export function restrictDnsToS3(scope: Construct, vpc: IVpc): void {
  const names = new Construct(scope, 'Names');
  const { region } = Stack.of(scope);
  const s3 = new CfnFirewallDomainList(names, 'S3', {
    domains: [`s3.${region}.amazonaws.com`, `*.s3.${region}.amazonaws.com`],
  });
  const all = new CfnFirewallDomainList(names, 'All', { domains: ['*'] });
  const group = new CfnFirewallRuleGroup(names, 'Rules', {
    firewallRules: [
      { priority: 1, action: 'ALLOW', firewallDomainListId: s3.attrId },
      { priority: 2, action: 'BLOCK', blockResponse: 'NXDOMAIN', firewallDomainListId: all.attrId },
    ],
  });
  new CfnFirewallRuleGroupAssociation(names, 'Association', {
    vpcId: vpc.vpcId,
    firewallRuleGroupId: group.attrId,
    priority: 101,
  });
}
