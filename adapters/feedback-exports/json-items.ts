/**
 * The items of a JSON list as text, one at a time, so that a list of any length takes little memory. What the items are is not
 * checked; text after the list is ignored.
 * @param chunks the text, from the bracket that opens the list on.
 */
export async function* itemsOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let depth = 0;
  let [isInText, isEscaped] = [false, false];
  let item = '';
  for await (const chunk of chunks)
    for (const character of chunk) {
      const ends = !isInText && depth === 1 && (character === ',' || character === ']');
      if (ends) {
        if (item.trim() !== '') yield item;
        item = '';
      } else if (depth > 0) item += character;
      if (isInText) {
        if (character === '"' && !isEscaped) isInText = false;
        isEscaped = character === '\\' && !isEscaped;
      } else if (character === '"') isInText = true;
      else if (character === '[' || character === '{') depth += 1;
      else if (character === ']' || character === '}') depth -= 1;
    }
  // A list that was cut off: its last item is said to be unreadable rather than left out in silence.
  if (item.trim() !== '') yield item;
}
