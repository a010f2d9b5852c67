/*
 * Text from services, their users and their logs goes to the model as quoted data, never as instructions.
 */

/** Invisible characters, and characters that change the reading direction: no code needs them. */
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}]|[^\P{Cc}\t\n\r]/gu;

export function withoutHidden(text: string): string {
  return text.replace(hidden, '');
}

/** Removes hidden characters and HTML comments, and cuts the text to at most `limit` characters. */
export function clean(text: string, limit: number): string {
  const visible = withoutHidden(text).replace(/<!--[\s\S]*?(-->|$)/g, '');
  return visible.length <= limit ? visible : `${visible.slice(0, limit)}\n[cut after ${limit} characters]`;
}

/** A `<data>` element that the text inside cannot close. */
export function quote(name: string, text: string, limit: number): string {
  const label = clean(name, 200).replace(/["<>\n\r]/g, ' ');
  return `<data name="${label}">\n${clean(text, limit).replace(/<(?=\/?data\b)/gi, '&lt;')}\n</data>`;
}
