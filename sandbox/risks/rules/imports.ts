import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../../syntax/parse-program.ts';
import { constantText } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Modules by the first part of their name, without `node:`. */
const kinds: Readonly<Record<string, RiskKind>> = {
  process: 'environment',
  os: 'environment',
  async_hooks: 'environment',
  sea: 'environment',
  fs: 'files',
  sqlite: 'files',
  tty: 'files',
  readline: 'files',
  net: 'network',
  tls: 'network',
  http: 'network',
  http2: 'network',
  https: 'network',
  dgram: 'network',
  dns: 'network',
  quic: 'network',
  child_process: 'processes',
  cluster: 'processes',
  worker_threads: 'processes',
  vm: 'dynamic code',
  module: 'dynamic code',
  repl: 'dynamic code',
  wasi: 'dynamic code',
  v8: 'dynamic code',
  inspector: 'dynamic code',
  diagnostics_channel: 'globals',
  trace_events: 'globals',
  domain: 'globals',
  timers: 'timers',
  perf_hooks: 'clock',
  test: 'test globals',
  vitest: 'test globals',
  jest: 'test globals',
  '@jest': 'test globals',
  '@vitest': 'test globals',
  mocha: 'test globals',
  chai: 'test globals',
  sinon: 'test globals',
};

/** A module, or a name of one, that was not imported before. */
export function* imports(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type === 'ImportDeclaration') yield* importedNames(node, module);
    else if ((node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration') && node.source)
      yield moduleFact(module, node, node.source.value);
    else if (node.type === 'ImportExpression')
      yield factAt(module, node, 'dynamic code', module.textOf(node));
    else if (node.type === 'CallExpression' && module.globalName(node.callee) === 'require') {
      const name = node.arguments[0] ? constantText(node.arguments[0], module) : null;
      // What else becomes of `require` is for the rule on globals.
      if (name !== null) yield moduleFact(module, node, name);
    }
  }
}

function* importedNames(node: Shape, module: SourceModule): Generator<Fact> {
  yield moduleFact(module, node, node.source.value);
  for (const specifier of node.specifiers as Shape[]) {
    const name = specifier.imported?.name ?? specifier.imported?.value ?? specifier.local.name;
    yield moduleFact(module, node, node.source.value, name);
  }
}

function moduleFact(module: SourceModule, node: Shape, specifier: string, name?: string): Fact {
  const what = name === undefined ? specifier : `${name} from ${specifier}`;
  return factAt(module, node, kindOf(specifier), what, { isOnce: true, isAnywhere: true });
}

function kindOf(specifier: string): RiskKind {
  if (/^(?:data|blob):/.test(specifier)) return 'dynamic code';
  if (/^https?:/.test(specifier)) return 'network';
  if (/^(?:file:|\/)/.test(specifier)) return 'files';
  const first = specifier.replace(/^node:/, '').split('/')[0] ?? '';
  return Object.hasOwn(kinds, first) ? (kinds[first] ?? 'new import') : 'new import';
}
