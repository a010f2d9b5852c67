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
import { daysKept } from '#core/retention.ts';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';

/** Patterns of the keys that a role may read and write. */
export interface ArtifactAccess {
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** Whether the role may learn that a key does not exist; without this permission S3 answers 403 instead of 404. */
  readonly lists?: boolean;
}

/** Holds the folders of jobs, and bodies that are too large for a record. Deleting the stack keeps the bucket. */
export class ArtifactBucket extends Construct {
  readonly bucket: IBucket;
  /** A fixed name: policies in other stacks use it without an export that would couple the stacks. */
  readonly name: string;

  /** @param installation the prefix of the bucket's name. */
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
    // CDK classes do not match their own interfaces under exactOptionalPropertyTypes; callers need only the interface.
    this.bucket = new Bucket(this, 'Bucket', {
      ...settings,
      bucketName: this.name,
      versioned: true,
      serverAccessLogsBucket: accessLogs as IBucket,
      lifecycleRules: [
        { prefix: 'jobs/', expiration: Duration.days(daysKept.jobs) },
        { prefix: 'verdicts/', expiration: Duration.days(daysKept.verdicts) },
        { prefix: 'logs/', expiration: Duration.days(daysKept.jobLogs) },
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    }) as IBucket;
  }

  /** Gives a function the bucket's URL and the permissions of its access. */
  bind(handler: HandlerFunction, access: ArtifactAccess): void {
    handler.setVariable('ARTIFACTS_URL', `s3://${this.name}/`);
    this.grant(handler.grantPrincipal, access);
  }

  grant(role: Role, access: ArtifactAccess): void {
    for (const statement of this.statements(access)) role.addToPolicy(statement);
    this.acknowledge(role, access);
  }

  /** The policy statements that grant an access. */
  statements({ reads = [], writes = [], lists = false }: ArtifactAccess): readonly PolicyStatement[] {
    const statementsFor = (action: string, resources: readonly string[]) =>
      resources.length > 0 ? [new PolicyStatement({ actions: [action], resources: [...resources] })] : [];
    return [
      ...statementsFor(
        's3:GetObject',
        reads.map((keys) => this.#arnOf(keys)),
      ),
      ...statementsFor(
        's3:PutObject',
        writes.map((keys) => this.#arnOf(keys)),
      ),
      ...statementsFor('s3:ListBucket', lists ? [this.#arn] : []),
    ];
  }

  /** Accepts the wildcards of an access on the role or policy that has its statements. */
  acknowledge(role: Construct, { reads = [], writes = [] }: ArtifactAccess): void {
    const patterns = [...reads, ...writes].map((keys) => this.#arnOf(keys));
    acknowledgePatterns(
      role,
      patterns,
      'The wildcard covers the folders of one kind of job; the name of the folder is known only when the job runs.',
    );
  }

  get #arn(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.name}`;
  }

  #arnOf(keys: string): string {
    return `${this.#arn}/${keys}`;
  }
}
