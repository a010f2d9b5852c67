import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { limits } from '#adapters/aws/limits.ts';
import { createTable } from '#adapters/dynamodb/create-table.ts';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { type Child, type ChildOptions, startChild } from '../processes/child.ts';
import { killIfHung } from '../processes/kill-if-hung.ts';
import { openPort } from '../processes/listen.ts';
import { newSecret } from '../processes/secret-address.ts';
import { supervise } from '../processes/supervise.ts';
import { hasBubblewrap } from '../service/isolation.ts';

export interface Database {
  /** The DynamoDB endpoint; who knows it may use it. */
  readonly url: string;
  stop(): Promise<void>;
}

const program = fileURLToPath(new URL('./engine-program.ts', import.meta.url));
const patience = 10 * second;

/**
 * Starts the embedded DynamoDB-compatible engine on its file, and starts it again at the same address whenever it ends or
 * hangs; `given` is the address of a running engine.
 * @throws Unavailable `database/missing`, `database/not-ready`.
 */
export async function startDatabase(folder: DataFolder, table: string, given?: string): Promise<Database> {
  if (given !== undefined) {
    await createTable(table, clientFor(given));
    return { url: given, stop: async () => undefined };
  }
  const secret = newSecret();
  let port = 0;
  /** Each one on the port of the first. */
  const start = async (): Promise<Child> => {
    const listener = createServer();
    const opened = await openPort(listener, port);
    port = opened.port;
    return startEngine(folder, { listener, secret }, `${opened.url}/${secret}`);
  };
  const engine = await supervise('the embedded database', start);
  const url = `http://127.0.0.1:${port}/${secret}`;
  await createTable(table, clientFor(url));
  return { url, stop: engine.stop };
}

async function startEngine(
  folder: DataFolder,
  door: NonNullable<ChildOptions['door']>,
  url: string,
): Promise<Child> {
  const [command, ...rest] = [...alone(), process.execPath, program];
  const child = startChild({
    command,
    arguments: [...rest, enginePath(), folder.database],
    door,
    folder: folder.root,
    environment: {},
    log: createWriteStream(join(folder.logs, 'database.log'), { flags: 'a' }),
    owner: folder.root,
  });
  await untilReady(url, child);
  const client = clientFor(url);
  killIfHung('the embedded database', child, (abortSignal) =>
    client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal }),
  );
  return child;
}

/** A network of its own, which other users of this machine cannot reach. */
const alone = (): readonly string[] =>
  hasBubblewrap() ? ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--'] : [];

function enginePath(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    return join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', 'dynoxide');
  } catch (cause) {
    throw new Unavailable(
      `the embedded database (${name}) is not installed for this system; ` +
        'set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint, for example DynamoDB Local.',
      { code: 'database/missing', cause },
    );
  }
}

const clientFor = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...limits({ attempts: 1, connect: second, respond: 5 * second }),
  });

async function untilReady(url: string, child: Child): Promise<void> {
  let isDead = false;
  void child.ended.then(() => {
    isDead = true;
  });
  const client = clientFor(url);
  for (const deadline = Date.now() + patience; Date.now() < deadline && !isDead; ) {
    try {
      await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal: AbortSignal.timeout(second) });
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 20));
    }
  }
  const lastWords = isDead ? (await child.ended).lastWords : 'it does not answer';
  if (!isDead) await child.stop();
  throw new Unavailable(`the embedded database did not start: ${lastWords}.`, { code: 'database/not-ready' });
}
