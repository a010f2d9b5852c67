import { refuse } from '../refuse.ts';
import { fenceAfter } from './fences.ts';

/*
 * Some servers leave in what a model thought before it answered: between tags, or without the opening one.
 */
const names = 'think(?:ing)?|thoughts?|reasoning|analysis|reflection|scratchpad';
const opening = new RegExp(`^\\s*[<[](?:${names})[>\\]]`, 'i');
const closing = new RegExp(`^\\s*[<[]/(?:${names})[>\\]]|[<[]/(?:${names})[>\\]](?=\\s*$)`, 'i');

/**
 * The text without what was thought.
 * @throws InvalidInput `model/open-thoughts` if nothing is left because the thoughts do not end.
 */
export function withoutThoughts(text: string): string {
  let kept: string[] = [];
  let fence: ReturnType<typeof fenceAfter>;
  let isThought = false;
  for (const line of text.split('\n')) {
    // In a block of code, a tag is code.
    if (!isThought && !fence && opening.test(line)) isThought = true;
    const end = fence ? null : closing.exec(line);
    if (end) {
      if (!isThought) kept = [];
      isThought = false;
      kept.push(line.slice(end.index + end[0].length));
    } else if (!isThought) {
      kept.push(line);
      fence = fenceAfter(line, fence);
    }
  }
  const left = kept.join('\n');
  if (isThought && left.trim() === '')
    refuse(
      'open-thoughts',
      'The answer ends within its thoughts: close them, and write the answer after them.',
    );
  return left;
}
