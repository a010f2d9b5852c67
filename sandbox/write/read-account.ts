import * as z from 'zod';
import type { Written } from '#core/improvements/agent/written.ts';
import { readOutput } from '../verify/read-output.ts';

const largestAccount = 64 * 1024;
const longest = { title: 100, rationale: 4_000 };
/** More is a mistake, and might be no number that a database holds. */
const mostDollars = 100_000;

/** What the agent says of its own work. Each part that is missing or not as it should be is unknown. */
const Account = z.object({
  title: z.string().nullable().catch(null).default(null),
  rationale: z.string().nullable().catch(null).default(null),
  dollars: z.number().nonnegative().max(mostDollars).nullable().catch(null).default(null),
});

export type Account = Pick<Written, 'title' | 'rationale' | 'dollars'>;

/** Reads the agent's result file; an agent need not write one. */
export async function readAccount(path: string): Promise<Account> {
  const text = await readOutput(path, largestAccount);
  const { title, rationale, dollars } = Account.catch({ title: null, rationale: null, dollars: null }).parse(
    jsonIn(text),
  );
  return {
    title: title === null ? null : inOneLine(title).slice(0, longest.title) || null,
    rationale: rationale === null ? null : rationale.slice(0, longest.rationale).trim() || null,
    dollars,
  };
}

function jsonIn(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}

const inOneLine = (text: string): string => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
