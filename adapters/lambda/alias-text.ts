import type { Split } from './split.ts';

/*
 * An alias has no place for what we must remember of it but its description. What somebody else wrote there stays, and
 * our mark follows it: `production [ironclaw: before=12 withdrawn=14,11]`.
 */

type Memory = Pick<Split, 'before' | 'withdrawn'>;

const mark = /\s*\[ironclaw:(?: before=(?<before>\d+))?(?: withdrawn=(?<withdrawn>[\d,]+))?\]$/;
/** Lambda's limit. */
const longest = 256;
/** Rollouts of one service come one after the other; a command that is later than eight of them is not expected. */
const mostRemembered = 8;

export function readMemory(description: string): Memory {
  const groups = mark.exec(description)?.groups ?? {};
  return { before: groups.before ?? null, withdrawn: groups.withdrawn?.split(',') ?? [] };
}

/** The description with our mark in it, or without where there is nothing to remember. */
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
