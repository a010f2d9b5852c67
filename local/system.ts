import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { minute } from '#core/time.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import type { Agent } from './agent/read-agent.ts';
import { serveAgentJobs } from './agent/serve-agent-jobs.ts';
import { type Background, openBackground } from './background/background.ts';
import { type DataFolder, openDataFolder } from './data-folder/data-folder.ts';
import { lock } from './data-folder/lock.ts';
import { setAsideSeen } from './data-folder/set-aside.ts';
import { startDatabase } from './database/start-database.ts';
import { tableName } from './database/table-name.ts';
import { startControl } from './fleet/control-server.ts';
import type { ServiceFleet } from './fleet/fleet.ts';
import { startGateway } from './gateway/gateway.ts';
import { openTokens, type Tokens } from './gateway/tokens.ts';
import { choosePorts } from './processes/choose-ports.ts';
import { startGuard } from './processes/guard.ts';
import { killLeftovers } from './processes/leftovers.ts';
import { repeat } from './repeat.ts';
import { compactDatabase } from './retention/compact-database.ts';
import { removeExpiredAside } from './retention/remove-expired-aside.ts';
import { forgetInstance, rememberInstance } from './services/running-instance.ts';
import type { ServiceDesk } from './services/service-desk.ts';
import { startBuilds } from './stepfunctions/build.ts';
import { openInterpreter } from './stepfunctions/interpreter.ts';
import { startStepFunctions } from './stepfunctions/server.ts';
import { openStops } from './stops.ts';
import { messageOf, warn } from './warn.ts';

export interface SystemOptions {
  readonly data: string;
  /** Whether the data of a finished loop is set aside, so that the loop runs again from its beginning. */
  readonly startsAgain: boolean;
  /** The port of the API; the service's proxy gets the next one. 0 takes any free ones; none, the usual ones if they are free. */
  readonly port?: number | undefined;
  /** Names under which the operator's own web server makes the API and the service reachable. */
  readonly names?: readonly string[] | undefined;
  readonly model: {
    readonly url: string;
    readonly name: string;
    readonly key?: string;
    /** As JSON. */
    readonly prices?: string;
  } | null;
  /** The operator's own coding agent; by default, none. */
  readonly agent?: Agent | null | undefined;
  readonly windowSeconds: number;
  readonly analysisSeconds: number;
  readonly profileSeconds: number;
}

/** The stand-ins for AWS, running and wired together. */
export interface System {
  readonly folder: DataFolder;
  readonly tokens: Tokens;
  readonly apiUrl: string;
  /** For the scheduled functions and those behind the table's stream. */
  readonly background: Background;
  /** For the proxy of the first service; 0 takes any free port. */
  readonly servicePort: number;
  /** The fleets by service, for the control server. */
  readonly fleets: Map<string, ServiceFleet>;
  /** Lets operators add and remove services. */
  offer(desk: ServiceDesk): void;
  /** Leaves the work on an improvement as the end of this process would: it is lost, and may be continued. */
  leave(improvement: string): Promise<void>;
  /** The number of processes of an earlier instance that were ended. */
  readonly leftovers: number;
  /** The folder of the data that was set aside, or null. */
  readonly setAside: string | null;
  stop(): Promise<void>;
}

/** How often what has expired is removed. DynamoDB does so within a few days. */
const removalMilliseconds = 15 * minute;
/** A database file of which this share is free is made smaller. */
const mostFree = 0.5;

/**
 * Starts the stand-ins for AWS and sets the functions' environment.
 * @throws Conflict `data-folder/in-use`, `port/in-use`, Unavailable `database/missing`, `database/not-ready`.
 */
export async function startSystem(options: SystemOptions): Promise<System> {
  const unlock = lock(openDataFolder(options.data).lock);
  const setAside = options.startsAgain ? setAsideSeen(options.data, new Date()) : null;
  const folder = openDataFolder(options.data);
  const stops = openStops();
  stops.add(unlock);
  try {
    const leftovers = killLeftovers(folder.root);
    stops.add(startGuard());
    const ports = await choosePorts(options.port);
    compactDatabase(folder.database, mostFree);
    const starting = startDatabase(folder, tableName, process.env.AWS_ENDPOINT_URL_DYNAMODB);
    const startedIfAtAll = starting.catch(() => null);
    stops.add(async () => (await startedIfAtAll)?.stop());

    const builds = startBuilds({ artifacts: folder.artifacts, owner: folder.root });
    const interpreter = openInterpreter(builds);
    const stepFunctions = await startStepFunctions({ start: interpreter.start, onFailure: logFailure });
    stops.add(() => builds.close());
    stops.add(() => stepFunctions.close());

    const { agent = null } = options;
    const jobs = agent && (await serveAgentJobs(agent, builds.build));
    stops.add(() => jobs?.close());

    const database = await starting;
    const fleets = new Map<string, ServiceFleet>();
    const fleetToken = randomBytes(32).toString('hex');
    const control = await startControl(fleets, fleetToken);
    stops.add(() => control.close());

    const removal = repeat(
      'the removal of what has expired',
      () => {
        const serving = [...fleets.values()].map(({ baseline }) => baseline);
        return removeExpiredAside({ folder, table: tableName, serving, now: Date.now() });
      },
      removalMilliseconds,
    );
    stops.add(() => removal.stop());

    setEnvironment(options, folder, {
      AWS_ENDPOINT_URL_DYNAMODB: database.url,
      AWS_ENDPOINT_URL_DYNAMODB_STREAMS: database.url,
      AWS_ENDPOINT_URL_SFN: stepFunctions.url,
      FLEET_URL: control.url,
      FLEET_TOKEN: fleetToken,
      ...(agent && jobs ? { AGENT: JSON.stringify(agent.settings), JOBS_URL: jobs.url } : {}),
    });

    const background = openBackground();
    stops.add(() => background.stop());
    const tokens = await openTokens(folder.keys);
    const gateway = await startGateway({ port: ports.api, tokens, names: options.names });
    stops.add(() => gateway.close());
    stops.add(async () => {
      for (const fleet of fleets.values()) await fleet.stop();
    });
    const { url: apiUrl } = gateway;
    stops.add(() => forgetInstance(folder));
    rememberInstance(folder, { control: control.url, token: fleetToken, api: `${apiUrl}${basePath}` });
    return {
      folder,
      tokens,
      apiUrl,
      background,
      fleets,
      leftovers,
      setAside,
      servicePort: ports.service,
      stop: stops.stop,
      offer: control.offer,
      async leave(improvement) {
        stepFunctions.leave(improvement);
        await builds.endOf(improvement);
      },
    };
  } catch (error) {
    await stops.stop();
    throw error;
  }
}

/** The functions read their environment at their first call, as they do on Lambda. */
function setEnvironment(options: SystemOptions, folder: DataFolder, addresses: Record<string, string>): void {
  const { model } = options;
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    TABLE_NAME: tableName,
    ARTIFACTS_URL: pathToFileURL(`${folder.artifacts}/`).href,
    STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement',
    WINDOW_SECONDS: String(options.windowSeconds),
    ANALYSIS_SECONDS: String(options.analysisSeconds),
    PROFILE_SECONDS: String(options.profileSeconds),
    // One machine has one clock and one writer: batch statistics are readable at once.
    POPULATION_SECONDS: '1',
    SETTLED_SECONDS: '1',
    ...addresses,
    ...(model ? { MODEL_URL: model.url, MODEL_NAME: model.name } : {}),
    ...(model?.key ? { MODEL_KEY: model.key } : {}),
    ...(model?.prices ? { MODEL_PRICES: model.prices } : {}),
  });
}

/** The record says what became of the improvement; the log says of which execution. */
function logFailure(execution: string, error: unknown): void {
  warn(`the execution failed: ${messageOf(error)}`, { execution });
}
