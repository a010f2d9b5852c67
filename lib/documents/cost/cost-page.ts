import { readFileSync } from 'node:fs';
import { costOf, lookedUp, prices, region } from '#core/costs/prices.ts';
import type { Template } from '../template.ts';
import { type BillLine, totalAtListPrice, totalBeyondFreeTier } from './bill-line.ts';
import { idleBill } from './idle-bill.ts';
import { improvementBill } from './improvement-bill.ts';
import { ratingsBill } from './ratings-bill.ts';

const definition = new URL('../../../statemachines/improvement.asl.json', import.meta.url);
const million = 1_000_000;

/** `docs/cost.md`: what an installation costs, reckoned from its template, its state machine and the table of prices. */
export function costPage(all: Template): string {
  const recalled = Object.entries(prices).flatMap(([service, those]) =>
    Object.entries(those).flatMap(([name, { provenance }]) =>
      provenance === 'recalled' ? [`${service}.${name}`] : [],
    ),
  );
  const idle = idleBill(all);
  const ratings = ratingsBill(million);
  const improvement = improvementBill(JSON.parse(readFileSync(definition, 'utf8')));
  return `# What an installation costs

Made by \`npm run docs\` from the synthesised template, the state machine's definition and the prices of ${lookedUp} in
${region} (\`core/costs/prices.ts\`, each with its source); a test holds the page to them. Nothing was deployed yet: these
are not bills. US dollars, on demand, before tax; "beyond free" where the account uses the monthly free amounts for
nothing else. What no template says (durations, sizes) is in \`lib/documents/cost/assumptions.ts\`, to be replaced by what
your own bill shows.

| | list price | beyond free |
| --- | ---: | ---: |
| idle, a month | ${dollars(totalAtListPrice(idle))} | ${dollars(totalBeyondFreeTier(idle))} |
| a million ratings | ${dollars(totalAtListPrice(ratings))} | ${dollars(totalBeyondFreeTier(ratings))} |
| one improvement, kept at its first try, without the model | ${dollars(totalAtListPrice(improvement))} | ${dollars(totalBeyondFreeTier(improvement))} |

## Idle, a month

Two services under care, one that posts its metrics and one that CloudWatch measures; every optional part is there.

${tableOf(idle)}

Reading metrics from CloudWatch comes on top where it measures a service, by endpoint: \`ironclaw plan-metrics\` reckons it
before you turn it on. A token is asked for by each process of a service, so a service of many processes pays for more of
them; an issuer of your own (\`api.issuer\`) costs nothing here.

## A million ratings

${tableOf(ratings)}

## One improvement

${tableOf(improvement)}

The model is paid by its tokens, at the price of whoever serves it. The settings bound it: at most
\`model.asksPerDay\` answers a day of \`model.maxTokens\` tokens each. Every further candidate costs a scan, a test and an
answer more; an improvement that is taken back, a revert in place of what was left of its rollout.

## Prices to look up

These were recalled and not read on their page that day:
${recalled.map((name) => `\`${name}\``).join(', ')}.
`;
}

function tableOf(lines: readonly BillLine[]): string {
  const rows = lines.map(
    ({ item, units, price, basis }) =>
      `| ${item} | ${amount(units)} | ${price.unit} | ${dollars(costOf(price, units))} | ${basis} |`,
  );
  return [
    '| what | how many | of what | list price | because |',
    '| --- | ---: | --- | ---: | --- |',
    ...rows,
  ].join('\n');
}

/** Three digits that count: an amount may be a millionth of a gigabyte or twelve million units. */
const amount = (units: number): string =>
  units.toLocaleString('en-US', { maximumSignificantDigits: units < 1_000 ? 3 : 21 });

const dollars = (usd: number): string =>
  usd > 0 && usd < 0.0001 ? 'under $0.0001' : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
