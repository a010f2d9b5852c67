import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { listen } from '#local/processes/listen.ts';

type Action = 'GetAlias' | 'UpdateAlias' | 'ListVersionsByFunction' | 'GetFunctionConfiguration' | 'Invoke';

/** A function's code: an event in, a result out. */
type Handler = (event: HttpEvent) => unknown;

/** The part of an HTTP API's event that the handlers of tests read. */
export interface HttpEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly requestContext: { readonly http: { readonly method: string } };
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * The failure of one request. `lost`: it takes effect, but the connection breaks before the response. `forgotten`: it
 * gets a response, but takes no effect.
 */
export type Mishap = 'none' | 'throttled' | 'fault' | 'lost' | 'expired' | 'denied' | 'busy' | 'forgotten';

interface Version {
  readonly Version: string;
  readonly Description: string;
  /** Its state at each read; the last one stays. */
  readonly states: string[];
}

interface Alias {
  FunctionVersion: string;
  Description: string;
  RoutingConfig?: { AdditionalVersionWeights: Record<string, number> };
  RevisionId: string;
}

interface Refusal {
  readonly status: number;
  readonly type: string;
}

const refusals: Partial<Record<Mishap, Refusal>> = {
  throttled: { status: 429, type: 'TooManyRequestsException' },
  fault: { status: 500, type: 'ServiceException' },
  expired: { status: 403, type: 'ExpiredTokenException' },
  denied: { status: 403, type: 'AccessDeniedException' },
  busy: { status: 409, type: 'ResourceConflictException' },
};

/** What an invocation returns, or the error that its code threw. */
type Result = Refusal | { readonly returned: unknown } | { readonly thrown: object };

const unknown: Refusal = { status: 404, type: 'ResourceNotFoundException' };
const outdated: Refusal = { status: 412, type: 'PreconditionFailedException' };

const perPage = 2;

/** One function `shop` with the alias `live`, with the part of Lambda's REST protocol that aliases need. */
export async function startLambda() {
  const versions: Version[] = [];
  const alias: Alias = { FunctionVersion: '1', Description: '', RevisionId: 'r0' };
  const handlers = new Map<string, Handler>();
  const mishaps = new Map<Action, Mishap[]>();
  const asked: Action[] = [];
  let revisions = 0;

  function publish(description: string, states = ['Active']): string {
    const number = String(versions.length + 1);
    versions.push({ Version: number, Description: description, states });
    return number;
  }

  function list(marker: string | null) {
    const all = [{ Version: '$LATEST', Description: '' }, ...versions];
    const from = Number(marker ?? 0);
    const next = from + perPage < all.length ? { NextMarker: String(from + perPage) } : {};
    return { Versions: all.slice(from, from + perPage), ...next };
  }

  function configurationOf(qualifier: string | null) {
    const version = versions.find(({ Version }) => Version === qualifier);
    if (!version) return unknown;
    const [State] = version.states.length > 1 ? version.states.splice(0, 1) : version.states;
    return {
      Version: version.Version,
      Description: version.Description,
      State,
      LastUpdateStatus: 'Successful',
    };
  }

  function update({ RevisionId, ...fields }: Partial<Alias>, isForgotten: boolean) {
    if (RevisionId !== undefined && RevisionId !== alias.RevisionId) return outdated;
    revisions += 1;
    const changed = { ...alias, ...fields, RevisionId: `r${revisions}` };
    if (!isForgotten) Object.assign(alias, changed);
    return changed;
  }

  function invoke(version: string, event: HttpEvent): Result {
    const handler = handlers.get(version);
    if (!handler) return unknown;
    try {
      return { returned: handler(event) };
    } catch (error) {
      return { thrown: { errorMessage: (error as Error).message } };
    }
  }

  async function answer(request: IncomingMessage, action: Action, url: URL, isForgotten: boolean) {
    if (!url.pathname.startsWith('/2015-03-31/functions/shop/')) return unknown;
    switch (action) {
      case 'ListVersionsByFunction':
        return list(url.searchParams.get('Marker'));
      case 'GetFunctionConfiguration':
        return configurationOf(url.searchParams.get('Qualifier'));
      case 'GetAlias':
        return url.pathname.endsWith('/live') ? { ...alias } : unknown;
      case 'Invoke':
        return invoke(url.searchParams.get('Qualifier') ?? '', JSON.parse(await text(request)));
      case 'UpdateAlias':
        return update(JSON.parse(await text(request)), isForgotten);
    }
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://lambda');
    const action = actionOf(request.method, url.pathname);
    asked.push(action);
    const mishap = mishaps.get(action)?.shift() ?? 'none';
    const result = refusals[mishap] ?? (await answer(request, action, url, mishap === 'forgotten'));
    if (mishap === 'lost') return void request.socket.destroy();
    const isRefused = 'type' in result;
    const body = 'returned' in result ? result.returned : 'thrown' in result ? result.thrown : result;
    response
      .writeHead(isRefused ? result.status : 200, {
        'content-type': 'application/json',
        ...(isRefused ? { 'x-amzn-errortype': result.type } : {}),
        ...('thrown' in result ? { 'x-amz-function-error': 'Unhandled' } : {}),
      })
      .end(JSON.stringify(isRefused ? { message: `${result.type} it is` } : body));
  });
  const listening = await listen(server, 0);

  return {
    url: listening.url,
    alias,
    /** The requested actions, in order. */
    asked,
    publish,
    /** Gives a version its code. */
    handle: (version: string, handler: Handler) => void handlers.set(version, handler),
    /** The failures of the next requests for the action, in order. */
    script: (action: Action, ...script: Mishap[]) => void mishaps.set(action, script),
    clientWith: (maxAttempts: number) =>
      new LambdaClient({
        endpoint: listening.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
        maxAttempts,
      }),
    close: listening.close,
  };
}

export type LambdaServer = Awaited<ReturnType<typeof startLambda>>;

function actionOf(method: string | undefined, path: string): Action {
  if (path.endsWith('/invocations')) return 'Invoke';
  if (path.endsWith('/versions')) return 'ListVersionsByFunction';
  if (path.endsWith('/configuration')) return 'GetFunctionConfiguration';
  return method === 'PUT' ? 'UpdateAlias' : 'GetAlias';
}
