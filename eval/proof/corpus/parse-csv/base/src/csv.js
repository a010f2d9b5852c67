/**
 * Reads comma-separated values: quoted fields may hold separators, line breaks and doubled quotes.
 *
 * @param {string} text
 * @param {string} [separator] one character, neither a quote nor a line break
 * @returns {string[][]} the fields of each row
 * @throws {SyntaxError} if a quote is not closed
 */
function parseCsv(text, separator = ',') {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  let rest = text;
  while (rest.length > 0) {
    const char = rest[0];
    rest = rest.slice(1);
    if (quoted) {
      if (char !== '"') field += char;
      else if (rest[0] === '"') {
        field += '"';
        rest = rest.slice(1);
      } else quoted = false;
    } else if (char === '"' && field === '') quoted = true;
    else if (char === separator) {
      row = [...row, field];
      field = '';
    } else if (char === '\n') {
      rows.push([...row, field.endsWith('\r') ? field.slice(0, -1) : field]);
      row = [];
      field = '';
    } else field += char;
  }
  if (quoted) throw new SyntaxError(`row ${rows.length + 1}: a quote is not closed`);
  if (field !== '' || row.length > 0) rows.push([...row, field]);
  return rows;
}

module.exports = { parseCsv };
