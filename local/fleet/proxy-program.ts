import { openCopier } from './copy-exchange.ts';
import { gatherPassed } from './passed-requests.ts';
import { pickVersion } from './pick-version.ts';
import type { FromProxy, Split, ToProxy } from './proxy-messages.ts';
import { startProxy } from './weighted-proxy.ts';

/*
 * The proxy of one service, in a process of its own so that nothing else that runs on this machine adds to the times of
 * its requests: `node proxy-program.ts PORT PATIENCE [NAME...]`, with a channel for messages.
 */

const [port, patience, ...names] = process.argv.slice(2);
if (port === undefined || patience === undefined || !process.send)
  throw new Error('usage: proxy-program.ts PORT PATIENCE [NAME...], started by a fleet');

const send = (message: FromProxy, whenSent?: () => void) => process.send?.(message, () => whenSent?.());
const passed = gatherPassed((batch, whenSent) => send({ kind: 'passed', passed: batch }, whenSent));
const copier = openCopier();
let split: Split = { baseline: null, canary: null };

process.on('message', (message: ToProxy) => {
  const { number } = message;
  if (message.kind === 'split') {
    split = message.split;
    send({ kind: 'applied', number });
  } else copier.copyNext(message.plan, (exchange) => send({ kind: 'exchange', number, exchange }));
});
// Without its fleet nobody knows where the requests should go.
process.on('disconnect', () => process.exit());

const proxy = await startProxy(
  Number(port),
  {
    pick: () => pickVersion(split, Math.random()),
    report: passed.report,
    saw: passed.saw,
    answering: copier.offer,
  },
  Number(patience),
  names,
);
send({ kind: 'listening', port: proxy.port });
