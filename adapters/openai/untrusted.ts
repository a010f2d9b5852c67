/*
 * Text from services, their users and their logs goes to the model as quoted data, never as instructions.
 */

/** Invisible characters, those that change the reading direction, and halves of characters: no code needs them. */
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]|[^\P{Cc}\t\n\r]/v;
/** Emoji and joined letters, such as Persian ones, are spelled with some of them. */
const spelling = /\p{RGI_Emoji}|(?<=[\p{Lo}\p{M}])[\u200c\u200d](?=[\p{Lo}\p{M}])/v;
const spelledOrHidden = new RegExp(`(${spelling.source})|(?:${hidden.source})`, 'gv');

export function withoutHidden(text: string): string {
  return text.replace(spelledOrHidden, (_, spelled?: string) => spelled ?? '');
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
