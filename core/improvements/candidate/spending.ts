import type { Manifest } from '../../service/manifest.ts';

/** What one answer of a model cost; null where the server did not say, or nobody knows the price. */
export interface Usage {
  readonly tokens: number | null;
  readonly dollars: number | null;
}

/** What the answers for one improvement cost together. Only what is known is summed. */
export interface Spending {
  readonly answers: number;
  readonly tokens: number;
  readonly dollars: number;
  /** Answers of which the tokens, or the price, are not known. */
  readonly unknown: { readonly tokens: number; readonly dollars: number };
}

export const nothingSpent: Spending = {
  answers: 0,
  tokens: 0,
  dollars: 0,
  unknown: { tokens: 0, dollars: 0 },
};

export function withUsage(spending: Spending, { tokens, dollars }: Usage): Spending {
  return {
    answers: spending.answers + 1,
    tokens: spending.tokens + (tokens ?? 0),
    dollars: spending.dollars + (dollars ?? 0),
    unknown: {
      tokens: spending.unknown.tokens + Number(tokens === null),
      dollars: spending.unknown.dollars + Number(dollars === null),
    },
  };
}

/** Why no more answers may be bought for an improvement; null while they may. */
export function whyNoMoreAnswers(
  { answers, tokens, dollars }: Spending,
  budget: Manifest['policy']['budget'],
): string | null {
  const spent = `${answers} answers of models cost`;
  if (tokens >= budget.tokens)
    return `${spent} ${tokens} tokens, and policy.budget.tokens is ${budget.tokens}`;
  if (budget.dollars !== undefined && dollars >= budget.dollars)
    return `${spent} $${dollars.toFixed(2)}, and policy.budget.dollars is ${budget.dollars}`;
  return null;
}

/** "3 answers, tokens: 12300, dollars: unknown". */
export function describeSpending({ answers, tokens, dollars, unknown }: Spending): string {
  const part = (known: string, missing: number) => {
    if (missing === 0) return known;
    return missing === answers ? 'unknown' : `${known} without ${missing} of unknown cost`;
  };
  return [
    `${answers} ${answers === 1 ? 'answer' : 'answers'}`,
    `tokens: ${part(String(tokens), unknown.tokens)}`,
    `dollars: ${part(dollars.toFixed(4), unknown.dollars)}`,
  ].join(', ');
}
