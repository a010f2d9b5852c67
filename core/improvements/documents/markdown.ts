/**
 * Makes Markdown of text that somebody else wrote: a service, a model, a rule. The text shows as it is, on one line. It
 * begins no heading, list, table, quote, link, image, code or HTML, in CommonMark, in GitHub's form of it and in MDX: each
 * character that could is escaped, and what does not show is replaced by a space.
 */
export function asMarkdown(text: string): string {
  return text
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>#|~&!$^]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
    .replace(/^[-+=:]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** The same for text of several lines: a quote, with a paragraph for each of the text's. */
export function asQuote(text: string): string {
  const paragraphs = text
    .split(/\n\s*\n/)
    .map(asMarkdown)
    .filter(Boolean);
  return paragraphs.map((paragraph) => `> ${paragraph}`).join('\n>\n');
}
