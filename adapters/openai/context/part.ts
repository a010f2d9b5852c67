import { quote } from '../untrusted.ts';

/** A piece of what a model gets to read: shown whole, or left out. */
export interface Part {
  /** What it is and where it is from, in one line. */
  readonly name: string;
  readonly text: string;
  /** The file that the text is from, where it is code that a change could be of. */
  readonly path?: string;
  /** How much it matters, from 0 to 1: a function's share of the time; what is always shown has 1. */
  readonly heat: number;
}

/** As data that the text inside cannot end. */
export const quotePart = ({ name, text }: Part): string => quote(name, text, Number.POSITIVE_INFINITY);

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
