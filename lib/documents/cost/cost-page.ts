import { readFileSync } from 'node:fs';
import { costOf, lookedUp, prices, region } from '#core/costs/prices.ts';
import type { Template } from '../template.ts';
import { type BillLine, totalAtListPrice, totalBeyondFreeTier } from './bill-line.ts';
import { idleBill } from './idle-bill.ts';
import { improvementBill } from './improvement-bill.ts';
import { ratingsBill } from './ratings-bill.ts';

const definition = new URL('../../../statemachines/improvement.asl.json', import.meta.url);
const million = 1_000_000;

/** `docs/cost.md`: the cost of an installation, computed from its template, its state machine and the table of prices. */
export function costPage(all: Template): string {
  const recalled = Object.entries(prices).flatMap(([service, servicePrices]) =>
    Object.entries(servicePrices).flatMap(([name, { provenance }]) =>
      provenance === 'recalled' ? [`${service}.${name}`] : [],
    ),
  );
  const idle = idleBill(all);
  const ratings = ratingsBill(million);
  const improvement = improvementBill(JSON.parse(readFileSync(definition, 'utf8')));
  return `# What an installation costs

\`npm run docs\` generates this page from the synthesized template, the state machine's definition and the prices in
${region} on ${lookedUp} (\`core/costs/prices.ts\` has the source of each price). A test fails if the page differs from them.
These numbers are estimates, not bills: nothing was deployed yet. Prices are in US dollars, on demand, before tax. "Beyond
free tier" assumes that the account uses the monthly free tier for nothing else. Durations and sizes are not in a template;
\`lib/documents/cost/assumptions.ts\` has them, and you should replace them with what your own bill shows.

| | list price | beyond free tier |
| --- | ---: | ---: |
| one idle month | ${dollars(totalAtListPrice(idle))} | ${dollars(totalBeyondFreeTier(idle))} |
| one million ratings | ${dollars(totalAtListPrice(ratings))} | ${dollars(totalBeyondFreeTier(ratings))} |
| one improvement whose first candidate is promoted, without the model | ${dollars(totalAtListPrice(improvement))} | ${dollars(totalBeyondFreeTier(improvement))} |

## One idle month

Two managed services, one that posts its metrics and one that CloudWatch measures, with every optional part turned on.

${tableOf(idle)}

If CloudWatch measures a service, reading its metrics costs extra for each endpoint; \`ironclaw plan-metrics\` estimates
that cost before you turn it on. Each process of a service fetches its own tokens, so a service with many processes pays
for more tokens. Your own issuer (\`api.issuer\`) adds no cost here.

## One million ratings

${tableOf(ratings)}

## One improvement

${tableOf(improvement)}

The provider of the model charges for its tokens. Two settings limit that cost: at most \`model.asksPerDay\` answers per day,
with at most \`model.maxTokens\` tokens per answer. Every further candidate adds a scan, a test and an answer of the model; an
answer that is refused for its form, up to two more answers. An improvement that is rolled back pays for a revert instead of the rest of its rollout.

Mirroring costs requests to your service, which are not in this bill: at most \`rollout.mirror.requests\` to the new version and
as many to a second process of the old one. On Lambda, a compared request is three invocations, two of them of the old version. A
request that seems to differ is sent to both up to 24 times.

## Prices to look up

These prices are from memory and were not verified on their pages that day:
${recalled.map((name) => `\`${name}\``).join(', ')}.
`;
}

function tableOf(lines: readonly BillLine[]): string {
  const rows = lines.map(
    ({ item, units, price, basis }) =>
      `| ${item} | ${amount(units)} | ${price.unit} | ${dollars(costOf(price, units))} | ${basis} |`,
  );
  return ['| item | amount | unit | list price | basis |', '| --- | ---: | --- | ---: | --- |', ...rows].join(
    '\n',
  );
}

/** Small amounts have three significant digits; amounts range from a millionth of a gigabyte to twelve million units. */
const amount = (units: number): string =>
  units.toLocaleString('en-US', { maximumSignificantDigits: units < 1_000 ? 3 : 21 });

const dollars = (usd: number): string =>
  usd > 0 && usd < 0.0001 ? 'under $0.0001' : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
