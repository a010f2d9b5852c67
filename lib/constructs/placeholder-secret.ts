import { CfnOutput, RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { unsetSecret } from '#core/unset-secret.ts';
import { acknowledge } from '../nag/acknowledge.ts';

export interface PlaceholderSecretProps {
  /** The secret's purpose, for the operator who sets it. */
  readonly description: string;
}

/** A secret with a placeholder value. The stack prints its ARN, and an operator sets the value, which others issue. */
export class PlaceholderSecret extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { description }: PlaceholderSecretProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description,
      secretStringValue: SecretValue.unsafePlainText(unsetSecret),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new CfnOutput(this, 'Arn', { description, value: this.secret.secretArn }).overrideLogicalId(id);
    acknowledge(
      this.secret,
      'AwsSolutions-SMG4',
      'A third party issues the secret, so nothing in this account can rotate it.',
    );
  }
}
