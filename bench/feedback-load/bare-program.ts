import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '#adapters/dynamodb/client.ts';

/*
 * `node bare-program.ts TABLE` stores the body of each request, and nothing else: what the engine allows a server of one
 * process. Prints its address.
 */

const [TableName = ''] = process.argv.slice(2);
const client = documentClient();

const server = createServer(async (request, response) => {
  const said = (await json(request)) as { readonly messageId: string };
  await client.send(
    new PutCommand({ TableName, Item: { pk: 'BARE#USER', sk: `FEEDBACK#${said.messageId}`, ...said } }),
  );
  response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
