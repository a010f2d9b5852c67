import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { ArtifactBucket } from '../constructs/artifact-bucket.ts';
import { LearningTable } from '../constructs/learning-table.ts';
import { PlaceholderSecret } from '../constructs/placeholder-secret.ts';
import { ApiUserPool, type IdentityProvider } from '../constructs/user-pool.ts';

export interface StatefulStackProps extends StackProps {
  readonly configuration: Configuration;
}

/** Everything that must not be lost: records, artifacts, secrets, users. It changes rarely, and only people delete it. */
export class StatefulStack extends Stack {
  readonly table: LearningTable;
  readonly artifacts: ArtifactBucket;
  readonly repositoryToken: PlaceholderSecret;
  readonly modelKey: PlaceholderSecret | null;
  readonly identity: IdentityProvider;

  constructor(scope: Construct, id: string, { configuration, ...props }: StatefulStackProps) {
    super(scope, id, props);
    const { api, model, name, services } = configuration;
    this.table = new LearningTable(this, 'Records');
    this.artifacts = new ArtifactBucket(this, 'Artifacts', name);
    this.repositoryToken = new PlaceholderSecret(this, 'RepositoryToken', {
      description: 'A token with which git can read and push to the repositories of all services',
    });
    this.modelKey = model
      ? new PlaceholderSecret(this, 'ModelKey', {
          description: `The API key of ${model.name} at ${model.url}`,
        })
      : null;
    this.identity = api.issuer
      ? { issuer: api.issuer.url, audience: api.issuer.audience }
      : new ApiUserPool(this, 'Identity', {
          domainPrefix: `${name}-${this.account}`,
          consoleOrigin: api.consoleOrigin,
          services: services.filter(({ recorder }) => recorder === 'http').map((service) => service.name),
        });
  }
}
