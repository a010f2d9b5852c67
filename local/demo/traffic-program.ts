import { createReadStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { SeenRequest } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';

/*
 * Plays a file of requests against a service, over and over, each at its time: `node traffic-program.ts FILE URL`.
 * Open loop: a slow response delays no other request, as with real users.
 */

const TimedRequest = SeenRequest.extend({
  /** Milliseconds since the beginning of the file. */
  at: z.number().nonnegative(),
});
type TimedRequest = z.infer<typeof TimedRequest>;

const pause = 250;

async function read(file: string): Promise<readonly TimedRequest[]> {
  const requests: TimedRequest[] = [];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line += 1;
    if (text.trim())
      requests.push(parseJson(TimedRequest, text, `line ${line} of ${file}`, 'traffic/invalid-line'));
  }
  if (requests.length === 0) throw new Error(`${file} holds no requests`);
  return requests.sort((a, b) => a.at - b.at);
}

function play(requests: readonly TimedRequest[], url: string): void {
  const agent = new Agent({ keepAlive: true });
  const length = (requests.at(-1)?.at ?? 0) + pause;
  const start = performance.now();
  let next = 0;
  const tick = () => {
    for (;;) {
      const round = Math.floor(next / requests.length);
      const due = requests[next % requests.length];
      if (!due) return;
      const wait = start + round * length + due.at - performance.now();
      if (wait > 0) {
        setTimeout(tick, wait);
        return;
      }
      send(due, url, agent);
      next += 1;
    }
  };
  tick();
}

function send(
  { method, path, body, contentType, headers: own }: TimedRequest,
  url: string,
  agent: Agent,
): void {
  const content = body === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
  const headers = { ...own, ...content };
  const sent = request(`${url}${path}`, { method, headers, agent }, (answer) => answer.resume());
  // Failures are counted by the proxy and by the recorder.
  sent.on('error', () => undefined);
  sent.end(body);
}

const [file, url] = process.argv.slice(2);
if (!file || !url) throw new Error('usage: traffic-program.ts FILE URL');
play(await read(file), url);
