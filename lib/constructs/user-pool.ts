import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { roles } from '#functions/api/routes/roles.ts';
import { acknowledge } from '../nag/acknowledge.ts';

export interface ApiUserPoolProps {
  /** Part of the address at which tokens are fetched: unique in the region. */
  readonly domainPrefix: string;
  /** The console's origin, where people sign in. Default: they sign in by the AWS CLI alone. */
  readonly consoleOrigin: string | null;
  /** Services that post their measurements; each gets a client of its own. */
  readonly services: readonly string[];
}

/** Who an API's callers are: whose tokens count, and for which audiences. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** People by groups that are named like the roles, services by clients whose scope names the service. */
export class ApiUserPool extends Construct implements IdentityProvider {
  readonly pool: UserPool;
  readonly issuer: string;
  readonly audience: readonly string[];

  constructor(scope: Construct, id: string, props: ApiUserPoolProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const rule of ['AwsSolutions-COG3', 'AwsSolutions-COG8'])
      acknowledge(
        this.pool,
        rule,
        'Threat protection is billed by the user; nobody can sign up by themselves, and a second factor is required.',
      );
    this.issuer = this.pool.userPoolProviderUrl;
    for (const role of roles.filter((each) => each !== 'service'))
      new CfnUserPoolGroup(this, `Group-${role}`, { userPoolId: this.pool.userPoolId, groupName: role });
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: props.domainPrefix } });
    this.#print('UserPoolId', 'The user pool', this.pool.userPoolId);
    const tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.#print('TokenUrl', 'Where the recorders of services fetch their tokens', tokenUrl);
    const clients = [this.#clientOfPeople(props.consoleOrigin), ...this.#clientsOf(props.services)];
    this.audience = clients.map(({ userPoolClientId }) => userPoolClientId);
  }

  #clientOfPeople(consoleOrigin: string | null): UserPoolClient {
    return this.pool.addClient('People', {
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      ...(consoleOrigin === null
        ? { disableOAuth: true }
        : {
            oAuth: {
              flows: { authorizationCodeGrant: true },
              scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
              callbackUrls: [consoleOrigin],
              logoutUrls: [consoleOrigin],
            },
          }),
    });
  }

  #clientsOf(services: readonly string[]): readonly UserPoolClient[] {
    if (services.length === 0) return [];
    const scopes = services.map(
      (scopeName) =>
        new ResourceServerScope({ scopeName, scopeDescription: `Send the measurements of ${scopeName}` }),
    );
    const server = this.pool.addResourceServer('Services', { identifier: 'service', scopes });
    const clients = scopes.map((each) => this.#clientOf(each, server));
    const ids = services.map((name, i) => `${name}=${clients[i]?.userPoolClientId}`);
    this.#print('ClientIds', 'As what the recorder of each service fetches its tokens', ids.join(' '));
    return clients;
  }

  #clientOf(serviceScope: ResourceServerScope, server: UserPoolResourceServer): UserPoolClient {
    return this.pool.addClient(`Service-${serviceScope.scopeName}`, {
      generateSecret: true,
      authFlows: {},
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(server, serviceScope)],
      },
    });
  }

  /** Under a name of its own: people read it in `docs/deploy.md`. */
  #print(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
  }
}
