import type { Base } from '../base.ts';

export const parsing: Base = {
  path: 'parsing.js',
  source: `export function parseLine(line) {
  const fields = [];
  let field = '';
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === ',' && !isQuoted) {
      fields.push(field);
      field = '';
    } else field = field + letter;
  }
  if (isQuoted) throw new SyntaxError('a quote is not closed');
  return [...fields, field];
}

export function toNumbers(fields) {
  return fields.map((field) => {
    const number = Number(field);
    if (Number.isNaN(number)) throw new TypeError(\`not a number: \${field}\`);
    return number;
  });
}
`,
  program: `import { parseLine, toNumbers } from './src/parsing.js';
parseLine('a,b,c'); parseLine(''); parseLine('"a,b",c'); parseLine(',,'); parseLine('one'); parseLine('x,"y ""z",w');
try { parseLine('"open,a'); } catch {}
toNumbers(['1', '2.5', '-3']); toNumbers([]); toNumbers(['', '0x10', '1e3']);
try { toNumbers(['1', 'two']); } catch {}
`,
};
