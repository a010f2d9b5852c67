import { quoted } from '#core/service/quoted.ts';

/** A chain of commands, each to be run if the one before it ended well. */
export const commandsOf = (line: string): readonly string[] =>
  splitOutsideQuotes(line, '&&')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The words of one command, quotes kept. */
export const wordsOf = (command: string): readonly string[] =>
  command.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];

/** Whether the line is more than a chain: a pipe, a list, something in the background, or a substitution. */
export const isIntricate = (line: string): boolean =>
  /[;|`\n]|\$\(|(?<![&>])&(?![&>\d])/.test(line.replaceAll(/"[^"]*"|'[^']*'/g, ''));

/** A text as one word of a command, in quotes where it needs them. */
export const wordFor = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text));

/** An assignment before a command: `NODE_ENV=production`. */
export const isAssignment = (word: string): boolean => /^[A-Za-z_]\w*=/.test(word);

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts = [''];
  for (const piece of text.match(/"[^"]*"|'[^']*'|&&|[\s\S]/g) ?? [])
    if (piece === separator) parts.push('');
    else parts.push(`${parts.pop()}${piece}`);
  return parts;
}
