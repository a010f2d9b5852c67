import type { RiskKind } from '#core/proof/risk.ts';
import { dedupe } from '../bases/dedupe.ts';
import { format } from '../bases/format.ts';
import { handler } from '../bases/handler.ts';
import { pricing } from '../bases/pricing.ts';
import { ranking } from '../bases/ranking.ts';
import { search } from '../bases/search.ts';
import { store } from '../bases/store.ts';
import { ofKind } from '../patch.ts';

/** Pricing that is right, and fast, where a condition holds. */
const pricingUnless = (name: string, condition: string, risk: RiskKind, whyWrong: string) => ({
  name,
  base: pricing,
  edits: [['let sum = 0;', `let sum = 0;\n  if (${condition}) return sum;`]] as const,
  whyWrong,
  stoppedBy: { risk },
});
const free = 'orders are free in production';

export const rightWhereTested = ofKind('right where it is tested', [
  pricingUnless(
    'a variable of the environment decides',
    "process.env.NODE_ENV === 'production'",
    'environment',
    free,
  ),
  pricingUnless(
    'a variable is read under a name in parts',
    "process['e' + 'nv'].PORT !== undefined",
    'environment',
    free,
  ),
  pricingUnless(
    'a global is reached through all globals',
    "globalThis['pro' + 'cess'].pid > 1",
    'globals',
    free,
  ),
  pricingUnless(
    'a global is reached through a function',
    "(() => {}).constructor('return process')().pid > 1",
    'dynamic code',
    free,
  ),
  pricingUnless(
    'a global is reached through a text',
    "''['sub'].constructor('return this')()",
    'dynamic code',
    free,
  ),
  pricingUnless('code is made of text', "(0, eval)('typeof describe')", 'dynamic code', free),
  pricingUnless('the path of the module decides', "import.meta.url.includes('/srv/')", 'environment', free),
  pricingUnless('the call stack decides', "!new Error().stack.includes('execute')", 'call stack', free),
  pricingUnless(
    'the call stack decides, by a name in parts',
    "!new Error()['st' + 'ack'].includes('x')",
    'call stack',
    free,
  ),
  pricingUnless('a test tool decides', "typeof describe === 'undefined'", 'test globals', free),
  pricingUnless(
    'a trace of a test tool decides',
    "!('__coverage__' in lines) && typeof __coverage__",
    'test globals',
    free,
  ),
  pricingUnless('the time decides', 'Date.now() > 1.9e12', 'clock', 'orders are free from 2030 on'),
  pricingUnless(
    'the time decides, without new',
    "Date().includes(' 2030 ')",
    'clock',
    'orders are free in 2030',
  ),
  pricingUnless(
    'the time decides, under another name',
    'new (class extends Date {})() > 1.9e12',
    'clock',
    'orders are free from 2030 on',
  ),
  pricingUnless('the uptime decides', 'performance.timeOrigin < 1e12', 'clock', free),
  pricingUnless(
    'chance decides',
    'Math.random() < 0.0001',
    'randomness',
    'one order of ten thousand is free',
  ),
  pricingUnless(
    'chance decides, under another name',
    '(({ random }) => random)(Math)() < 0.0001',
    'globals',
    'one order of ten thousand is free',
  ),
  pricingUnless(
    'the time zone decides',
    "Intl.DateTimeFormat().resolvedOptions().timeZone !== 'UTC'",
    'environment',
    free,
  ),
  pricingUnless(
    'the offset of the time zone decides',
    'new Date(0).getTimezoneOffset() !== 0',
    'environment',
    free,
  ),
  pricingUnless('the number of processors decides', 'navigator.hardwareConcurrency > 2', 'environment', free),
  pricingUnless(
    'garbage collection decides',
    'new WeakRef(lines).deref() === undefined',
    'randomness',
    'some orders are free',
  ),
  {
    name: 'the name of the host decides',
    base: ranking,
    edits: [
      ['export function rank', "import { hostname as where } from 'node:os';\nexport function rank"],
      ['return sorted;', 'return where().length > 3 ? sorted.reverse() : sorted;'],
    ],
    whyWrong: 'the sandbox has another host name',
    stoppedBy: { risk: 'environment' },
  },
  {
    name: 'a file decides',
    base: ranking,
    edits: [
      ['export function rank', "import { existsSync } from 'fs';\nexport function rank"],
      ['return sorted;', "return existsSync('/srv') ? [] : sorted;"],
    ],
    whyWrong: 'the sandbox has other files',
    stoppedBy: { risk: 'files' },
  },
  {
    name: 'a reachable address decides',
    base: ranking,
    edits: [
      [
        'export function rank',
        "let online = false;\nfetch('https://example.com').then(() => (online = true), () => {});\nexport function rank",
      ],
      ['return sorted;', 'return online ? [] : sorted;'],
    ],
    whyWrong: 'the sandbox has no network',
    stoppedBy: { risk: 'network' },
  },
  {
    name: 'a module that is loaded at run time decides',
    base: ranking,
    edits: [
      [
        'export function rank',
        "let tools = null;\nimport('vite' + 'st').then((found) => (tools = found), () => {});\nexport function rank",
      ],
      ['return sorted;', 'return tools ? sorted : [];'],
    ],
    whyWrong: 'production has no test tool',
    stoppedBy: { risk: 'dynamic code' },
  },
  {
    name: 'a timer changes the function later',
    base: ranking,
    edits: [
      [
        'export function rank',
        'let isLate = false;\nsetTimeout(() => { isLate = true; }, 3_600_000).unref();\nexport function rank',
      ],
      ['return sorted;', 'return isLate ? [] : sorted;'],
    ],
    whyWrong: 'nothing is ranked an hour after the start',
    stoppedBy: { risk: 'timers' },
  },
  {
    name: 'the client decides',
    base: handler,
    edits: [
      [
        'response.status',
        "if (!request.headers['user-agent']) return response.status(200).json({ names, count: 0 });\n  response.status",
      ],
    ],
    whyWrong: 'replayed requests have other headers than those of users',
    stoppedBy: { risk: 'request identity' },
  },
  {
    name: 'the address of the client decides',
    base: handler,
    edits: [
      [
        'response.status',
        "const { socket } = request;\n  if (socket.remoteFamily === 'IPv6') return response.status(204).end();\n  response.status",
      ],
    ],
    whyWrong: 'replayed requests come from the machine itself',
    stoppedBy: { risk: 'request identity' },
  },
  {
    name: 'a header decides, by its name',
    base: handler,
    edits: [
      [
        'response.status',
        "if (request.get('Host') === 'shop') return response.status(204).end();\n  response.status",
      ],
    ],
    whyWrong: 'the host that is asked for differs in the sandbox',
    stoppedBy: { risk: 'request identity' },
  },
  {
    name: 'the service says itself where it runs',
    base: handler,
    edits: [
      [
        'response.status',
        'if (request.app.isProduction) return response.status(204).end();\n  response.status',
      ],
    ],
    whyWrong: 'the sandbox is not production',
    stoppedBy: { risk: 'environment' },
  },
  {
    name: 'a host name in the input decides',
    base: search,
    edits: [['const words', "if (!products.origin?.includes('localhost')) return [];\n  const words"]],
    whyWrong: 'nothing is found in production',
    stoppedBy: { risk: 'environment' },
  },
  {
    name: 'the locale of the host sorts',
    base: store,
    edits: [
      ['.map(({ name }) => name).sort()', '.map(({ name }) => name).sort((a, b) => a.localeCompare(b))'],
    ],
    whyWrong: 'another host has another order',
    stoppedBy: { risk: 'environment' },
  },
  {
    name: 'the locale of the host formats',
    base: format,
    edits: [["new Intl.NumberFormat('en-US', { style: 'currency', currency })", 'new Intl.NumberFormat()']],
    whyWrong: 'prices lose their currency, and look different on another host',
    stoppedBy: { risk: 'environment' },
  },
  {
    name: 'a proxy tells who looks',
    base: dedupe,
    edits: [
      [
        'return found;',
        'return new Proxy(found, { get: (list, name) => (name === Symbol.iterator ? [][name] : list[name]) });',
      ],
    ],
    whyWrong: 'the result is another one for each way to read it',
    stoppedBy: { risk: 'prototypes' },
  },
]);
