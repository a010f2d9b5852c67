import type { Node } from 'acorn';
import type { Risk, RiskKind } from '#core/proof/risk.ts';
import { type ParsedProgram, parseProgram, type Shape } from '../syntax/parse-program.ts';
import type { ChangedFile } from './apply-patch.ts';

const modulesByKind: Readonly<Record<string, RiskKind>> = {
  process: 'environment',
  os: 'environment',
  fs: 'files',
  'fs/promises': 'files',
  net: 'network',
  tls: 'network',
  http: 'network',
  http2: 'network',
  https: 'network',
  dgram: 'network',
  dns: 'network',
  child_process: 'processes',
  cluster: 'processes',
  worker_threads: 'processes',
  vm: 'dynamic code',
  module: 'dynamic code',
  v8: 'dynamic code',
  inspector: 'dynamic code',
  timers: 'timers',
  'timers/promises': 'timers',
};

const namesByKind: Readonly<Record<string, RiskKind>> = {
  process: 'environment',
  globalThis: 'globals',
  global: 'globals',
  window: 'globals',
  self: 'globals',
  fetch: 'network',
  WebSocket: 'network',
  XMLHttpRequest: 'network',
  eval: 'dynamic code',
  Function: 'dynamic code',
  require: 'dynamic code',
  setTimeout: 'timers',
  setInterval: 'timers',
  setImmediate: 'timers',
  queueMicrotask: 'timers',
  describe: 'test globals',
  it: 'test globals',
  expect: 'test globals',
  jest: 'test globals',
  vi: 'test globals',
  mocha: 'test globals',
};

/** `object.property`, wherever it stands. */
const membersByKind: readonly (readonly [RegExp, RiskKind])[] = [
  [/^Date\.now$|^performance\.now$|^process\.hrtime/, 'clock'],
  [/^Math\.random$|^crypto\.(?:random|getRandom)/, 'randomness'],
  [/^import\.meta/, 'environment'],
  [/\.stack$|^Error\.captureStackTrace$|^Error\.prepareStackTrace$|\.callee$|\.caller$/, 'call stack'],
  [
    /\.prototype$|\.__proto__$|^Object\.(?:setPrototypeOf|defineProperty|defineProperties)$|^Reflect\./,
    'prototypes',
  ],
  [/^Promise\.(?:all|allSettled|any|race)$/, 'concurrency'],
];

const disabling =
  /@ts-(?:ignore|nocheck|expect-error)|(?:eslint|oxlint|tslint)-disable|biome-ignore|(?:istanbul|c8|v8) ignore|prettier-ignore|noqa|type:\s*ignore/;

/**
 * What in a change could make the sandbox see another behavior than production, or reach further than the function did. Only what the
 * change adds counts: what the file had before is production's own.
 */
export function findRisks(changes: readonly ChangedFile[]): readonly Risk[] {
  return changes.flatMap(({ path, before, after }) => {
    const earlier = countsOf(factsOf(path, before));
    const seen = new Map<string, number>();
    return factsOf(path, after).flatMap(({ kind, what, line }) => {
      const key = `${kind} ${what}`;
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      return count > (earlier.get(key) ?? 0) ? [{ kind, what, path, line }] : [];
    });
  });
}

interface Fact {
  readonly kind: RiskKind;
  readonly what: string;
  readonly line: number;
}

const countsOf = (facts: readonly Fact[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { kind, what } of facts) counts.set(`${kind} ${what}`, (counts.get(`${kind} ${what}`) ?? 0) + 1);
  return counts;
};

function factsOf(path: string, source: string): readonly Fact[] {
  let parsed: ParsedProgram;
  try {
    parsed = parseProgram(path, source);
  } catch {
    return [{ kind: 'unreadable', what: 'its syntax cannot be examined', line: 1 }];
  }
  const { text, program, comments } = parsed;
  const facts: Fact[] = [];
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const add = (kind: RiskKind, what: string, { start }: { readonly start: number }) =>
    facts.push({ kind, what, line: lineOf(start) });
  for (const comment of comments) {
    const found = disabling.exec(comment.value);
    if (found) add('disabled checks', found[0], comment);
  }
  // Comments on types are blanked out with the types.
  for (const [i, line] of source.split('\n').entries()) {
    const found = /\/\/.*|\/\*.*/.exec(line)?.[0].match(disabling);
    if (found && !facts.some((fact) => fact.line === i + 1))
      facts.push({ kind: 'disabled checks', what: found[0], line: i + 1 });
  }
  walk(program as Shape, null, '', (node, parent, key) => examine(node, parent, key, text, add));
  for (const statement of (program as Shape).body) examineTopLevel(statement, add);
  return facts;
}

type Add = (kind: RiskKind, what: string, node: { readonly start: number }) => void;

function walk(
  node: Shape,
  parent: Shape | null,
  key: string,
  visit: (node: Shape, parent: Shape | null, key: string) => void,
): void {
  visit(node, parent, key);
  for (const [name, child] of Object.entries(node)) {
    if (Array.isArray(child)) {
      for (const item of child) if (typeof item?.type === 'string') walk(item, node, name, visit);
    } else if (typeof child?.type === 'string') walk(child, node, name, visit);
  }
}

function examine(node: Shape, parent: Shape | null, key: string, text: string, add: Add): void {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      examineModule(node.source.value, node, add);
      return;
    case 'ExportNamedDeclaration':
      if (node.source) examineModule(node.source.value, node, add);
      return;
    case 'ImportExpression':
      add('dynamic code', 'import()', node);
      return;
    case 'CallExpression':
      if (
        node.callee.type === 'Identifier' &&
        node.callee.name === 'require' &&
        node.arguments[0]?.type === 'Literal'
      )
        examineModule(String(node.arguments[0].value), node, add);
      return;
    case 'NewExpression':
      if (node.callee.name === 'Date' && node.arguments.length === 0) add('clock', 'new Date()', node);
      if (node.callee.name === 'Proxy') add('prototypes', 'new Proxy', node);
      return;
    case 'MemberExpression': {
      const chain = text
        .slice(node.start, node.end)
        .replaceAll(/\s|\?\.(?=\[)/g, '')
        .replaceAll('?.', '.');
      for (const [pattern, kind] of membersByKind) if (pattern.test(chain)) add(kind, chain, node);
      return;
    }
    case 'Identifier': {
      const isName =
        (key === 'property' && !parent?.computed) || (key === 'key' && !parent?.computed) || key === 'label';
      const kind = isName ? undefined : namesByKind[node.name];
      const isPlainRequire =
        node.name === 'require' &&
        parent?.type === 'CallExpression' &&
        parent.arguments[0]?.type === 'Literal';
      if (kind !== undefined && Object.hasOwn(namesByKind, node.name) && !isPlainRequire)
        add(kind, node.name, node);
      return;
    }
    default:
  }
}

function examineModule(specifier: string, node: Node, add: Add): void {
  const name = specifier.replace(/^node:/, '');
  const kind = Object.hasOwn(modulesByKind, name) ? modulesByKind[name] : undefined;
  add(kind ?? 'new import', specifier, node);
}

/** What lives as long as the module does remembers from call to call. */
function examineTopLevel(statement: Shape, add: Add): void {
  const declaration: Shape =
    statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement;
  if (declaration.type !== 'VariableDeclaration') return;
  for (const { id, init } of declaration.declarations as Shape[]) {
    const name = id.name ?? 'a variable';
    const isMutable = declaration.kind !== 'const' || isEmptyContainer(init);
    if (isMutable) add('memory', `${name}, which lives from call to call`, declaration);
  }
}

/** A table that is written down is no memory; what begins empty is there to be filled. */
function isEmptyContainer(init: Shape | null): boolean {
  if (init?.type === 'ArrayExpression') return init.elements.length === 0;
  if (init?.type === 'ObjectExpression') return init.properties.length === 0;
  return init?.type === 'NewExpression' && init.arguments.length === 0;
}
