import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { LogSettings } from './handler-function.ts';
import { restrictDnsToS3 } from './restrict-dns-to-s3.ts';

export interface IsolatedNetworkProps {
  /** The only buckets that can be reached from inside. */
  readonly buckets: readonly IBucket[];
  readonly logs: LogSettings;
}

/**
 * Subnets without a route to the internet: no internet gateway, no NAT gateway, no interface endpoint. The only way out is
 * a gateway endpoint to S3. Its policy names our buckets, so that data cannot leave to a bucket of another account.
 * Everything here is free while nothing runs.
 */
export class IsolatedNetwork extends Construct {
  readonly vpc: IVpc;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { buckets, logs }: IsolatedNetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 26 }],
      restrictDefaultSecurityGroup: false,
    });
    this.vpc = vpc as IVpc;
    vpc.addFlowLog('FlowLog', {
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'Flows', {
          retention: logs.retention,
          encryptionKey: logs.key,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      ),
    });
    const endpoint = vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    endpoint.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 's3:GetBucketLocation'],
        resources: buckets.flatMap((bucket) => [bucket.bucketArn, bucket.arnForObjects('*')]),
      }),
    );
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: this.vpc,
      description: 'No inbound traffic, HTTPS to S3 outbound',
      allowAllOutbound: false,
    });
    // The route table leads only to S3. The rule cannot name S3's prefix list without a lookup in the account.
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'To S3, over the only route');
    restrictDnsToS3(this, this.vpc);
  }
}
