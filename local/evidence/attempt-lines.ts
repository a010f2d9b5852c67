import { describeSpending } from '#core/improvements/candidate/spending.ts';
import type { Improvement } from '#core/improvements/improvement.ts';

/** What the answers for an improvement cost, and how its attempts ended but for the latest candidate's. */
export function attemptLines({
  spending,
  earlier,
}: Pick<Improvement, 'spending' | 'earlier'>): readonly string[] {
  return [
    ...(spending.answers > 0 ? [`cost of writing: ${describeSpending(spending)}`] : []),
    ...(earlier.length > 0 ? ['other attempts:'] : []),
    ...earlier.map(({ source, author, outcome }) => `  ${source} ${author}: ${outcome}`),
  ];
}
