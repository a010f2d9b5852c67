/** How a file's text is stored, which no change of its lines changes. */
export interface Layout {
  /** What ends its lines; where it has both kinds, the shorter one. */
  readonly lineEnd: '\r\n' | '\n';
  /** Whether it begins with a byte order mark. */
  readonly hasMark: boolean;
  readonly endsWithLineEnd: boolean;
}

export const layoutOf = (text: string): Layout => ({
  lineEnd: /\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n',
  hasMark: text.startsWith('\ufeff'),
  endsWithLineEnd: text === '' || text.endsWith('\n'),
});

/** The lines of a text without its mark and its last line end. */
export function linesOf(text: string, { lineEnd, hasMark }: Layout): readonly string[] {
  const own = hasMark ? text.slice(1) : text;
  return (own.endsWith(lineEnd) ? own.slice(0, -lineEnd.length) : own).split(lineEnd);
}

export const textOf = (lines: readonly string[], { lineEnd, hasMark, endsWithLineEnd }: Layout): string =>
  `${hasMark ? '\ufeff' : ''}${lines.join(lineEnd)}${endsWithLineEnd ? lineEnd : ''}`;
