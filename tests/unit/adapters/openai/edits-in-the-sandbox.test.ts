import { expect, it } from 'vitest';
import { patchTools } from '#adapters/diff/unified-diff.ts';
import { readAnswer } from '#adapters/openai/answers/read-answer.ts';
import { chooseFunction } from '#adapters/openai/choose-function.ts';
import { changeOf } from '#adapters/openai/model-generator.ts';
import { makeCandidate } from '#core/improvements/candidate/make-candidate.ts';
import { verify } from '#sandbox/verify/verify.ts';
import { hot, requestFor } from '../../../contract/candidate-generator/requests.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../../sandbox/support/bubblewrap-here.ts';
import { kioskText, makeVerifyJob, totalsFile } from '../../sandbox/support/kiosk.ts';

/*
 * A slow function whose fix is not one function: an array that is searched for each row has to become another structure,
 * in the file that keeps it and in the one that fills it.
 */

const ledgerFile = 'src/ledger.ts';
const ledger = `export interface Entry {
  readonly product: string;
  cents: number;
}

export class Ledger {
  readonly #entries: Entry[] = [];

  add(product: string, cents: number): void {
    const known = this.#entries.find((entry) => entry.product === product);
    if (known) known.cents += cents;
    else this.#entries.push({ product, cents });
  }

  entries(): readonly Entry[] {
    return [...this.#entries];
  }
}
`;
const totals = `import { Ledger } from './ledger.ts';

export interface Sale {
  readonly product: string;
  readonly cents: number;
}

/** What each product brought in, in the order in which the products were first sold. */
export function totalsByProduct(sales: readonly Sale[]): Record<string, number> {
  const ledger = new Ledger();
  let totals: Record<string, number> = {};
  for (const { product, cents } of sales) ledger.add(product, cents);
  for (const { product, cents } of ledger.entries()) totals = { ...totals, [product]: cents };
  return totals;
}
`;
const answer = `Keep the entries of a ledger by product

Each sale searched all entries, and each total copied all totals before it. A map finds an entry at once, and keeps the order.

${ledgerFile}
\`\`\`ts
<<<<<<< SEARCH
  readonly #entries: Entry[] = [];
=======
  readonly #entries = new Map<string, Entry>();
>>>>>>> REPLACE
\`\`\`

\`\`\`ts
<<<<<<< SEARCH
    const known = this.#entries.find((entry) => entry.product === product);
    if (known) known.cents += cents;
    else this.#entries.push({ product, cents });
=======
    const known = this.#entries.get(product);
    if (known) known.cents += cents;
    else this.#entries.set(product, { product, cents });
>>>>>>> REPLACE
<<<<<<< SEARCH
    return [...this.#entries];
=======
    return [...this.#entries.values()];
>>>>>>> REPLACE
\`\`\`

${totalsFile}
\`\`\`ts
<<<<<<< SEARCH
  let totals: Record<string, number> = {};
  for (const { product, cents } of sales) ledger.add(product, cents);
  for (const { product, cents } of ledger.entries()) totals = { ...totals, [product]: cents };
  return totals;
=======
  for (const { product, cents } of sales) ledger.add(product, cents);
  return Object.fromEntries(ledger.entries().map(({ product, cents }) => [product, cents]));
>>>>>>> REPLACE
\`\`\`
`;

it.skipIf(!bubblewrapIsHere)(
  `a fix of a field, two methods and a function in two files passes every gate (skipped where ${withoutBubblewrap})`,
  // The result depends on measurements: on a machine that is too busy for them, it tries again.
  { timeout: 180_000, retry: 1 },
  async () => {
    const files = [
      { path: ledgerFile, text: ledger },
      { path: totalsFile, text: totals },
      { path: 'src/server.ts', text: kioskText('src/server.ts') },
    ];
    const choice = chooseFunction(requestFor(files, [hot('add', ledgerFile, 9)]));
    if (!choice) throw new Error('nothing was chosen');
    const change = changeOf(readAnswer(answer), choice, files);
    const proposal = {
      source: 'model',
      author: 'm',
      title: 'Keep the entries by product',
      rationale: '',
      ...change,
    } as const;
    const snapshot = { commit: 'a'.repeat(40), files };
    const manifest = { sources: ['src/**'], protectedPaths: [] };
    const { patch, candidate } = makeCandidate({
      proposal,
      snapshot,
      manifest,
      attempt: 1,
      ...patchTools,
    });
    expect(candidate).toMatchObject({ path: ledgerFile, linesChanged: 12 });

    const { folder, job } = makeVerifyJob({ base: { [ledgerFile]: ledger, [totalsFile]: totals }, patch });
    const report = await verify(folder, job);

    expect(report).toMatchObject({ outcome: 'passed', reason: expect.any(String) });
    expect(report.benchmark?.low).toBeGreaterThan(1.5);
  },
);
