/** What ends the lines of a file; to one that has both kinds, the shorter one is added. */
export const lineEndOf = (text: string): '\r\n' | '\n' =>
  /\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n';
