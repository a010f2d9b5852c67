import type { Split } from './split.ts';

/*
 * The only place to store our state on an alias is its description. Text of others stays, and our mark follows it:
 * `production [ironclaw: before=12 withdrawn=14,11]`.
 */

type Memory = Pick<Split, 'before' | 'withdrawn'>;

const mark = /\s*\[ironclaw:(?: before=(?<before>\d+))?(?: withdrawn=(?<withdrawn>[\d,]+))?\]$/;
/** Lambda's limit. */
const longest = 256;
/** Rollouts of a service run one after the other; a command delayed by more than eight of them is not expected. */
const mostRemembered = 8;

export function readMemory(description: string): Memory {
  const groups = mark.exec(description)?.groups ?? {};
  return { before: groups.before ?? null, withdrawn: groups.withdrawn?.split(',') ?? [] };
}

/** The description with our mark, or without it if there is no state to store. */
export function writeMemory(description: string, { before, withdrawn }: Memory): string {
  const text = description.replace(mark, '');
  const facts = [
    before === null ? '' : ` before=${before}`,
    withdrawn.length > 0 ? ` withdrawn=${withdrawn.slice(0, mostRemembered).join(',')}` : '',
  ].join('');
  if (!facts) return text;
  const ours = `[ironclaw:${facts}]`;
  const theirs = text.slice(0, longest - ours.length - 1);
  return theirs ? `${theirs} ${ours}` : ours;
}
