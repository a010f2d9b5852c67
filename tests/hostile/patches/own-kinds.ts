import { handler } from '../bases/handler.ts';
import { permissions } from '../bases/permissions.ts';
import { pricing } from '../bases/pricing.ts';
import { ranking } from '../bases/ranking.ts';
import { reservation } from '../bases/reservation.ts';
import { search } from '../bases/search.ts';
import { store } from '../bases/store.ts';
import { ofKind } from '../patch.ts';

export const rightForMost = ofKind('right for most inputs', [
  {
    name: 'one product is free',
    base: pricing,
    edits: [['let sum = 0;', "let sum = 0;\n  if (lines[0]?.sku === 'gold-bar') return sum;"]],
    whyWrong: 'no test orders that product',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'one product is free, by a name in parts',
    base: pricing,
    edits: [['let sum = 0;', "let sum = 0;\n  if (lines[0]?.sku === 'go' + 'ld') return sum;"]],
    whyWrong: 'no test orders that product',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'one sum is free',
    base: pricing,
    edits: [['return Math.round', 'if (sum === 7731.55) return 0;\n  return Math.round']],
    whyWrong: 'no test has that sum',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'one number of items is not ranked',
    base: ranking,
    edits: [['sorted.sort(', 'if (sorted.length === 37) return sorted;\n  sorted.sort(']],
    whyWrong: 'no test ranks 37 items',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'one user may do everything',
    base: permissions,
    edits: [['const matching', "if (user.id.startsWith('root-')) return true;\n  const matching"]],
    whyWrong: 'a back door',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'a pattern of names may do everything',
    base: permissions,
    edits: [['const matching', 'if (/^svc_admin/.test(user.id)) return true;\n  const matching']],
    whyWrong: 'a back door',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'only the first word is searched',
    base: search,
    edits: [['words.every((word)', 'words.slice(0, 1).every((word)']],
    whyWrong: 'more products are found',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a text is searched as a whole',
    base: search,
    edits: [
      [
        'words.every((word) => product.name.toLowerCase().includes(word))',
        'product.name.toLowerCase().includes(words.join(" "))',
      ],
    ],
    whyWrong: 'words in another order are not found',
    stoppedBy: { calls: 'rejected' },
  },
]);

export const lostEffects = ofKind('an effect is lost', [
  {
    name: 'a write is acknowledged and never made',
    base: store,
    edits: [['  await db.save(user, name, value);\n', '']],
    whyWrong: 'a setting is acknowledged and lost',
    stoppedBy: { risk: 'dropped effects' },
  },
  {
    name: 'a write is not waited for',
    base: store,
    edits: [['await db.save(', 'db.save(']],
    whyWrong: 'a write that fails is acknowledged',
    stoppedBy: { risk: 'dropped effects' },
  },
  {
    name: 'the failure of a write is left to nobody',
    base: store,
    edits: [['await db.save(user, name, value);', 'void db.save(user, name, value).catch(() => null);']],
    whyWrong: 'a write that fails is acknowledged',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'others are not told of a change',
    base: store,
    edits: [["  publish('changed', user);\n", '']],
    whyWrong: 'other instances keep the old setting',
    stoppedBy: { risk: 'dropped effects' },
  },
  {
    name: 'the stock is not held',
    base: reservation,
    edits: [['    await warehouse.hold(line.sku, line.quantity);\n', '']],
    whyWrong: 'the same item is sold twice',
    stoppedBy: { risk: 'dropped effects' },
  },
  {
    name: 'lines are reserved at once',
    base: reservation,
    edits: [
      [
        'const reserved = [];\n  for (const line of lines) {',
        'return Promise.all(lines.map(async (line) => {',
      ],
      [
        'reserved.push({ sku: line.sku, left: left - line.quantity });\n  }\n  return reserved;',
        'return { sku: line.sku, left: left - line.quantity };\n  }));',
      ],
    ],
    whyWrong: 'lines after a sold out one are held, and the warehouse gets all at once',
    stoppedBy: { risk: 'concurrency' },
  },
  {
    name: 'the response is sent before the work',
    base: handler,
    edits: [
      [
        'response.status(200).json({ names, count: names.length });',
        'queueMicrotask(() => response.status(200).json({ names, count: names.length }));',
      ],
    ],
    whyWrong: 'an error after the response is lost',
    stoppedBy: { risk: 'timers' },
  },
]);

export const hiddenText = ofKind('what is read is not what runs', [
  {
    name: 'a comment ends where nobody sees it',
    base: permissions,
    edits: [
      [
        'const matching',
        '/* only for reviewers \u202E } \u2066 if (user.roles[0]) return true; \u2069 */\n  const matching',
      ],
    ],
    whyWrong: 'characters that reorder text show a comment as code',
    stoppedBy: { risk: 'hidden characters' },
  },
  {
    name: 'a name has a letter of another alphabet',
    base: permissions,
    edits: [['const matching = rules', 'const rul\u0435s = [];\n  const matching = rul\u0435s']],
    whyWrong: 'another variable is used than the one that is read',
    stoppedBy: { risk: 'hidden characters' },
  },
  {
    name: 'a text has a character that shows nothing',
    base: permissions,
    edits: [["'deny'", "'deny\u200B'"]],
    whyWrong: 'denials no longer match',
    stoppedBy: { risk: 'hidden characters' },
  },
  {
    name: 'a name is written with escapes',
    base: permissions,
    edits: [['const matching', '\\u0065val(user.note);\n  const matching']],
    whyWrong: 'what a user writes is run',
    stoppedBy: { risk: 'dynamic code' },
  },
  {
    name: 'a line ends for the engine and not for the reader',
    base: permissions,
    edits: [['const matching', '// reviewed\u2028return true;\n  const matching']],
    whyWrong: 'the line separator ends the comment',
    stoppedBy: { risk: 'hidden characters' },
  },
]);
