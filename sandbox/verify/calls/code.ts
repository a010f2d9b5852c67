import type {
  Encoded,
  Properties,
  RecordedAnswer,
  RecordedCall,
  RecordedUse,
} from '../../runners/node/encoded.ts';

const mostLines = 8;
const longestLine = 200;

/** A value as JavaScript, to be read and to be pasted into a test. */
export function codeOf(value: Encoded): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  switch (value.$) {
    case 'undefined':
    case 'hole':
      return 'undefined';
    case 'number':
      return value.text;
    case 'bigint':
      return `${value.text}n`;
    case 'symbol':
      return value.isRegistered ? `Symbol.for(${JSON.stringify(value.text)})` : `Symbol.${value.text}`;
    case 'ref':
      return `/* the same object as #${value.id} */ undefined`;
    case 'array':
      return `[${value.items.map(codeOf).join(', ')}]`;
    case 'iterated':
      return `[${value.items.map(codeOf).join(', ')}].values()`;
    case 'set':
      return `new Set([${value.items.map(codeOf).join(', ')}])`;
    case 'map':
      return `new Map([${value.entries.map(([key, held]) => `[${codeOf(key)}, ${codeOf(held)}]`).join(', ')}])`;
    case 'object': {
      const text = objectCode(value.properties);
      if (value.type === undefined) return text;
      if (value.type === null) return `Object.assign(Object.create(null), ${text})`;
      return `Object.assign(Object.create(${value.type.split('#')[1]}.prototype), ${text})`;
    }
    case 'date':
      return `new Date(${codeOf(value.time)})`;
    case 'regexp':
      return `/${value.source}/${value.flags}`;
    case 'error':
      return `new ${value.type}(${JSON.stringify(value.message)})`;
    case 'bytes':
      return `Buffer.from(${JSON.stringify(value.base64)}, 'base64')`;
    case 'source':
      return value.text;
    case 'double':
      return `/* ${value.type}, answering as below */ {}`;
    case 'opaque':
      return `/* ${value.why} */ undefined`;
  }
}

/** A call as JavaScript. */
export function codeOfUse(use: RecordedUse): string {
  const name = use.target.split('#')[1] ?? use.target;
  if (use.kind === 'history') {
    const making = `new ${name}(${use.args.map(codeOf).join(', ')});`;
    const another = use.calls.some(({ ofAnother }) => ofAnother) ? [`const another = ${making}`] : [];
    const calls = use.calls.map(
      ({ method, args, ofAnother }) =>
        `${ofAnother ? 'another' : 'subject'}.${method}(${args.map(codeOf).join(', ')});`,
    );
    return [`const subject = ${making}`, ...another, ...calls].join('\n');
  }
  return [codeOfCall(use, name), ...linesOf(use)].join('\n');
}

function codeOfCall(use: RecordedCall, name: string): string {
  const args = use.args.map(codeOf).join(', ');
  const [holder = '', member] = name.split('.');
  if (member === undefined) return `${name}(${args})`;
  if (member.startsWith('static ')) return `${holder}.${member.slice('static '.length)}(${args})`;
  const self = codeOf(use.self);
  return self === 'undefined' || holder === 'exports'
    ? `${holder}.${member}(${args})`
    : `${self}.${member}(${args})`;
}

/** What collaborators answer. */
function linesOf({ answers }: RecordedCall): readonly string[] {
  const lines = Object.values(answers).flat().map(lineOf);
  return [...new Set(lines)].slice(0, mostLines);
}

function lineOf({ method, args, outcome }: RecordedAnswer): string {
  const line = `// ${method}(${args.map(codeOf).join(', ')}) ${outcome.how} ${'value' in outcome ? codeOf(outcome.value) : ''}`;
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
}

function objectCode(properties: Properties): string {
  const fields = properties.map(([key, held]) => {
    const name = /^[A-Za-z_$][\w$]*$/.test(key) && key !== '__proto__' ? key : `[${JSON.stringify(key)}]`;
    return `${name}: ${codeOf(held)}`;
  });
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
