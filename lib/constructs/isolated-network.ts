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
  /** The buckets that may be reached from inside: nothing else can be. */
  readonly buckets: readonly IBucket[];
  readonly logs: LogSettings;
}

/**
 * Subnets without a route out: no internet gateway, no NAT, no interface endpoint. The one way is a gateway endpoint to
 * S3, whose policy names our buckets, so that not even another account's bucket can take anything in. All of it is free
 * while nothing runs.
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
    this.securityGroup = new SecurityGroup(this, 'Walls', {
      vpc: this.vpc,
      description: 'Nothing in, HTTPS to S3 out',
      allowAllOutbound: false,
    });
    // The routes decide where this leads: to S3 alone, whose addresses only a look into the account would tell.
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'To S3, by the one route there is');
    restrictDnsToS3(this, this.vpc);
  }
}
