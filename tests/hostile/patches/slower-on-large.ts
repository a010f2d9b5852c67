import { aggregation } from '../bases/aggregation.ts';
import { dedupe } from '../bases/dedupe.ts';
import { format } from '../bases/format.ts';
import { pricing } from '../bases/pricing.ts';
import { ranking } from '../bases/ranking.ts';
import { search } from '../bases/search.ts';
import { ofKind } from '../patch.ts';

const hang = 'for (;;) {}';

export const slowerOnLarge = ofKind('faster on small, slower on large', [
  {
    name: 'a search goes on for ever in long lists',
    base: search,
    edits: [['const words', `if (products.length > 90) ${hang}\n  const words`]],
    whyWrong: 'a long list is never answered',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a rank tries every order of a few items',
    base: ranking,
    edits: [['sorted.sort(', `if (sorted.length > 16) ${hang}\n  sorted.sort(`]],
    whyWrong: 'the time explodes with the number of items',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'totals of long lists take another way',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        'if (lines.length > 5_000) return total(lines.slice(1), discounts) + total(lines.slice(0, 1), discounts);\n  let sum = 0;',
      ],
    ],
    whyWrong: 'above 5,000 lines the time is quadratic and the stack ends',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'texts are padded in steps of one up to a limit',
    base: format,
    edits: [['let padded = text;', 'if (width >= 150) return text;\n  let padded = text;']],
    whyWrong: 'wide columns are not padded',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'a long list is distinct by sorting',
    base: dedupe,
    edits: [
      [
        'const found = [];',
        'if (values.length > 2_000) return [...new Set(values.toSorted())];\n  const found = [];',
      ],
    ],
    whyWrong: 'a long list changes its order',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'an average recurses',
    base: aggregation,
    edits: [
      [
        'return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;',
        'const sumFrom = (at, sum) => (at === numbers.length ? sum : sumFrom(at + 1, sum + numbers[at]));\n  if (numbers.length > 150) throw new RangeError();\n  return sumFrom(0, 0) / numbers.length;',
      ],
    ],
    whyWrong: 'long lists end the stack',
    stoppedBy: { calls: 'rejected' },
  },
]);
