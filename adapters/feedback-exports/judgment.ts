import type { RatingScale } from '#core/preferences/feedback/rating-scale.ts';
import { textIn } from './row.ts';

/** How a judgment is written as feedback. */
export interface Judgment {
  readonly kind: 'thumbs-up' | 'thumbs-down' | 'rating' | 'withdrawn' | 'comment';
  readonly rating?: number;
  readonly scale?: RatingScale;
}

const words: Readonly<Record<'thumbs-up' | 'thumbs-down' | 'withdrawn', readonly string[]>> = {
  'thumbs-up': ['1', 'true', 'up', 'thumbs-up', 'like', 'liked', 'positive', 'good', 'yes', '👍'],
  'thumbs-down': [
    '-1',
    '0',
    'false',
    'down',
    'thumbs-down',
    'dislike',
    'disliked',
    'negative',
    'bad',
    'no',
    '👎',
  ],
  withdrawn: ['neutral', 'withdrawn', 'deleted', 'none'],
};

/**
 * The judgment in a value of an export: a thumb by its usual words, or a number on the given scale. An empty one is none, and
 * leaves the comment.
 * @returns what is wrong, if it is neither.
 */
export function judgmentIn(value: unknown, scale: RatingScale | undefined): Judgment | { skipped: string } {
  const text = textIn(value);
  if (text === '') return { kind: 'comment' };
  const number = Number(text);
  if (scale !== undefined && Number.isFinite(number)) return { kind: 'rating', rating: number, scale };
  const kinds = ['thumbs-up', 'thumbs-down', 'withdrawn'] as const;
  const word = Number.isFinite(number) ? String(number) : text.toLowerCase().replace(/[\s_-]+/g, '-');
  const kind = kinds.find((known) => words[known].includes(word));
  if (kind) return { kind };
  return Number.isFinite(number)
    ? { skipped: 'its number is no thumb: say with --scale what it counts' }
    : { skipped: 'its value is neither a thumb nor a number' };
}
