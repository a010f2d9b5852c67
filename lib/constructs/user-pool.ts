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
  /** The prefix of the token endpoint's domain; it must be unique in the region. */
  readonly domainPrefix: string;
  /** The console's origin, where people sign in. Null: people sign in only with the AWS CLI. */
  readonly consoleOrigin: string | null;
  /** The services that post their measurements; each gets its own client. */
  readonly services: readonly string[];
}

/** Whose tokens the API accepts, and for which audiences. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/**
 * The user pool of all callers. A person's roles are the groups they belong to; a service has a client whose scope names
 * the service.
 */
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
        'Threat protection is billed per user. Users cannot sign up themselves, and a second factor is required.',
      );
    this.issuer = this.pool.userPoolProviderUrl;
    for (const role of roles.filter((name) => name !== 'service'))
      new CfnUserPoolGroup(this, `Group-${role}`, { userPoolId: this.pool.userPoolId, groupName: role });
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: props.domainPrefix } });
    this.#output('UserPoolId', 'The ID of the user pool', this.pool.userPoolId);
    const tokenUrl = `${domain.baseUrl()}/oauth2/token`;
    this.#output('TokenUrl', 'The URL from which recorders fetch their tokens', tokenUrl);
    const clients = [this.#addPeopleClient(props.consoleOrigin), ...this.#addServiceClients(props.services)];
    this.audience = clients.map(({ userPoolClientId }) => userPoolClientId);
  }

  #addPeopleClient(consoleOrigin: string | null): UserPoolClient {
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

  #addServiceClients(services: readonly string[]): readonly UserPoolClient[] {
    if (services.length === 0) return [];
    const scopes = services.map(
      (scopeName) =>
        new ResourceServerScope({ scopeName, scopeDescription: `Post measurements of ${scopeName}` }),
    );
    const server = this.pool.addResourceServer('Services', { identifier: 'service', scopes });
    const clients = scopes.map((scope) => this.#addServiceClient(scope, server));
    const ids = services.map((name, i) => `${name}=${clients[i]?.userPoolClientId}`);
    this.#output(
      'ClientIds',
      "The client ID with which each service's recorder fetches its tokens",
      ids.join(' '),
    );
    return clients;
  }

  #addServiceClient(serviceScope: ResourceServerScope, server: UserPoolResourceServer): UserPoolClient {
    return this.pool.addClient(`Service-${serviceScope.scopeName}`, {
      generateSecret: true,
      authFlows: {},
      oAuth: {
        flows: { clientCredentials: true },
        scopes: [OAuthScope.resourceServer(server, serviceScope)],
      },
    });
  }

  /** Adds a stack output under exactly this name, which `docs/deploy.md` mentions. */
  #output(name: string, description: string, value: string): void {
    new CfnOutput(this, name, { description, value }).overrideLogicalId(name);
  }
}
