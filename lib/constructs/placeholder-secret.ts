import { CfnOutput, RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { unsetSecret } from '#core/unset-secret.ts';
import { acknowledge } from '../nag/acknowledge.ts';

export interface PlaceholderSecretProps {
  /** What it is for: whoever sets it reads this. */
  readonly description: string;
}

/** A secret that comes from elsewhere: the stack makes its place, prints it, and an operator puts the secret there. */
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
      'Somebody else issues it: nothing in this account can make a new one, so nothing here can rotate it.',
    );
  }
}
