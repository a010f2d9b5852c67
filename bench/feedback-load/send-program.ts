import { Agent, request } from 'node:http';

/*
 * `node send-program.ts URL TOKEN CONNECTIONS SECONDS` sends another rating as soon as one is stored, on so many
 * connections, and prints how many were stored in a second.
 */

const [url = '', token = '', connections, seconds] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const run = Date.now();
const begun = performance.now();
const end = begun + Number(seconds) * 1_000;
let stored = 0;

await Promise.all(Array.from({ length: Number(connections) }, (_, connection) => sendInTurn(connection)));
console.log(stored / ((performance.now() - begun) / 1_000));
agent.destroy();

async function sendInTurn(connection: number): Promise<void> {
  for (let i = 0; performance.now() < end; i += 1) {
    const status = await send(`message-${run}-${connection}-${i}`);
    if (status !== 201) throw new Error(`the server responded with ${status}`);
    stored += 1;
  }
}

function send(messageId: string): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(JSON.stringify({ messageId, kind: 'thumbs-up', model: 'gpt-4o', taskType: 'code' }));
  });
}
