import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';

/** Patterns of keys that a role may read and write. */
export interface ArtifactAccess {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Whether it may learn that a key is not there; without that S3 answers "forbidden" instead of "not found". */
  readonly lists?: boolean;
}

/** The folders of jobs and the bodies too large for a record. Kept when the stack is deleted. */
export class ArtifactBucket extends Construct {
  readonly bucket: IBucket;
  /** Known before it is made: policies of other stacks name it without an export that would tie the stacks together. */
  readonly name: string;

  /** @param installation begins the bucket's name. */
  constructor(scope: Construct, id: string, installation: string) {
    super(scope, id);
    this.name = `${installation}-artifacts-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    const settings = {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...settings,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    // The CDK's own types do not hold under exactOptionalPropertyTypes; its interfaces are what callers need.
    this.bucket = new Bucket(this, 'Bucket', {
      ...settings,
      bucketName: this.name,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      lifecycleRules: [
        // A job's folder is of use as long as its improvement may be looked into; the record keeps patch and report.
        { prefix: 'jobs/', expiration: Duration.days(180) },
        { prefix: 'logs/', expiration: Duration.days(180) },
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }) as IBucket;
  }

  /** Tells a function where artifacts lie, and lets it read and write those of its access. */
  bind(handler: HandlerFunction, access: ArtifactAccess): void {
    handler.setVariable('ARTIFACTS_URL', `s3://${this.name}/`);
    this.grant(handler.grantPrincipal, access);
  }

  grant(role: Role, access: ArtifactAccess): void {
    for (const statement of this.statements(access)) role.addToPolicy(statement);
    this.acknowledge(role, access);
  }

  /** The statements that a role needs for its access. */
  statements({ reads = [], writes = [], lists = false }: ArtifactAccess): readonly PolicyStatement[] {
    const each = (action: string, resources: readonly string[]) =>
      resources.length > 0 ? [new PolicyStatement({ actions: [action], resources: [...resources] })] : [];
    return [
      ...each(
        's3:GetObject',
        reads.map((keys) => this.#arnOf(keys)),
      ),
      ...each(
        's3:PutObject',
        writes.map((keys) => this.#arnOf(keys)),
      ),
      ...each('s3:ListBucket', lists ? [this.#arn] : []),
    ];
  }

  /** Accepts the patterns of an access on the role, or policy, that has its statements. */
  acknowledge(role: Construct, { reads = [], writes = [] }: ArtifactAccess): void {
    const patterns = [...reads, ...writes].map((keys) => this.#arnOf(keys));
    acknowledgePatterns(
      role,
      patterns,
      'Folders of one kind of job: which job it is, is known when it runs.',
    );
  }

  get #arn(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.name}`;
  }

  #arnOf(keys: string): string {
    return `${this.#arn}/${keys}`;
  }
}
