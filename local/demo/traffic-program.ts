import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import { momentsOf } from './moments.ts';
import { openPace } from './pace.ts';
import { readTimedRequests, type TimedRequest } from './timed-requests.ts';

/*
 * Plays a file of requests against a service, over and over: `node traffic-program.ts FILE URL`. Each is sent at its time, as long
 * as the service keeps up; else they are sent more slowly. Those of one moment stay together: a page that asks for several things
 * at once shows what goes wrong when requests overlap.
 */

/** Milliseconds: between two rounds, and for one response at the most. */
const pause = 250;
const longestResponse = 30 * second;

async function play(requests: readonly TimedRequest[], url: string): Promise<never> {
  const agent = new Agent({ keepAlive: true });
  const length = (requests.at(-1)?.at ?? 0) + pause;
  const moments = momentsOf(requests);
  const pace = openPace((moments.length / length) * second);
  let start = performance.now();
  for (;;) {
    for (const { at, due } of moments) {
      const early = start + at - performance.now();
      if (early > 0) await delay(early);
      const asked = performance.now();
      await pace.pass(() => Promise.all(due.map((one) => send(one, url, agent))));
      // What was held back is not caught up on.
      start += performance.now() - asked;
    }
    start += length;
  }
}

/** Resolves at the end of the response. Failures are counted by the proxy and by the recorder. */
function send(
  { method, path, body, contentType, headers: own }: TimedRequest,
  url: string,
  agent: Agent,
): Promise<void> {
  const content = body === undefined ? {} : { 'content-type': contentType ?? 'application/json' };
  const headers = { ...own, ...content };
  return new Promise((done) => {
    const sent = request(`${url}${path}`, { method, headers, agent }, (answer) => answer.resume());
    // A response that goes on and on, such as a stream of events, holds up no other.
    const timer = setTimeout(done, longestResponse);
    sent.on('error', () => undefined);
    sent.once('close', () => {
      clearTimeout(timer);
      done();
    });
    sent.end(body);
  });
}

const [file, url] = process.argv.slice(2);
if (!file || !url) throw new Error('usage: traffic-program.ts FILE URL');
await play(await readTimedRequests(file), url);
