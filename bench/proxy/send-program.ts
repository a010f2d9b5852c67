import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * Sends requests at a steady rate and prints their times in milliseconds as JSON: `node send-program.ts URL RATE SECONDS`.
 * Open loop, in a process of its own: nothing else delays when a request is sent or when its response is noticed.
 */

const [url = '', rate, seconds] = process.argv.slice(2);
const count = Number(rate) * Number(seconds);
const agent = new Agent({ keepAlive: true });
const times: Promise<number>[] = [];

const start = performance.now();
for (let i = 0; i < count; i += 1) {
  const due = start + (i * 1_000) / Number(rate);
  const wait = due - performance.now();
  if (wait > 0) await delay(wait);
  times.push(send());
}
console.log(JSON.stringify(await Promise.all(times)));
agent.destroy();

function send(): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().once('end', () => resolve(performance.now() - begun));
    }).once('error', reject);
  });
}
