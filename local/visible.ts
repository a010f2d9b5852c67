/** The text with its control characters escaped as JSON does: a file's name must not write to a terminal. */
export const visible = (text: string): string =>
  text.replace(/\p{C}/gu, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1);
    return escaped === character ? `\\u{${character.codePointAt(0)?.toString(16)}}` : escaped;
  });
