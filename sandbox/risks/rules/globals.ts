import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../../syntax/parse-program.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

const namesOf = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Globals that compute from their arguments alone, or are examined by the rule on built-in members. */
const pure = new Set(
  namesOf(`
    undefined NaN Infinity Object Array Map Set WeakMap WeakSet String Number Boolean BigInt Symbol RegExp Date Math JSON
    Promise Iterator Error TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError Intl
    ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
    Float16Array Float32Array Float64Array BigInt64Array BigUint64Array Buffer
    isNaN isFinite parseInt parseFloat encodeURIComponent decodeURIComponent encodeURI decodeURI structuredClone
    TextEncoder TextDecoder URL URLSearchParams exports`),
);

const kinds = new Map<string, RiskKind>();
const known: Readonly<Partial<Record<RiskKind, string>>> = {
  environment: 'process navigator __dirname __filename location document hostname',
  network: 'fetch WebSocket XMLHttpRequest EventSource Request Response Headers FormData',
  'dynamic code':
    'eval Function require module WebAssembly GeneratorFunction AsyncFunction AsyncGeneratorFunction importScripts',
  timers:
    'setTimeout setInterval setImmediate clearTimeout clearInterval clearImmediate queueMicrotask Atomics scheduler',
  clock: 'performance PerformanceObserver Temporal',
  randomness: 'crypto WeakRef FinalizationRegistry gc',
  processes: 'Worker SharedArrayBuffer MessageChannel BroadcastChannel',
  prototypes: 'Reflect Proxy',
  files: 'localStorage sessionStorage indexedDB caches Deno Bun',
  'test globals': `describe it test expect suite specify context before after beforeEach afterEach beforeAll afterAll setup
    teardown jest vi mocha chai sinon assert should jasmine spyOn cy QUnit tap xit xdescribe fit fdescribe`,
};
for (const [kind, names = ''] of Object.entries(known))
  for (const name of namesOf(names)) kinds.set(name, kind as RiskKind);

/** Test tools leave these behind: `__coverage__`, `__vitest_worker__`. */
const ofTestTools = /^__(?:coverage|vitest|jest|karma|mocha|istanbul|cypress|wallaby|stryker)/i;

/** Whatever the code takes from around it that does not compute from its arguments alone. */
export function* globals(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type === 'ThisExpression' && isGlobalThis(node, module))
      yield factAt(module, node, 'globals', 'this');
    const property = node.type === 'MemberExpression' ? propertyName(node, module) : null;
    if (property !== null && ofTestTools.test(property)) yield factAt(module, node, 'test globals', property);
    const name = node.type === 'Identifier' ? module.globalName(node) : null;
    if (name === null || pure.has(name) || isPlainUse(node, name, module)) continue;
    const kind = ofTestTools.test(name) ? 'test globals' : (kinds.get(name) ?? 'globals');
    yield factAt(module, node, kind, chainAround(node, module));
  }
}

/** `module.exports`, and `require` with a name that can be read: that is how CommonJS exports and imports. */
function isPlainUse(node: Shape, name: string, module: SourceModule): boolean {
  const { parent, key } = module.placed(node);
  if (name === 'module')
    return (
      parent?.type === 'MemberExpression' && key === 'object' && propertyName(parent, module) === 'exports'
    );
  return (
    name === 'require' &&
    parent?.type === 'CallExpression' &&
    key === 'callee' &&
    parent.arguments[0]?.type === 'Literal'
  );
}

/** `process.env.NODE_ENV`, or a call with what is given to it: with other arguments it does something else. */
export function chainAround(node: Shape, module: SourceModule): string {
  let whole = node;
  for (;;) {
    const { parent, key } = module.placed(whole);
    const goesOn =
      (parent?.type === 'MemberExpression' && key === 'object') ||
      (parent?.type === 'CallExpression' && key === 'callee') ||
      (parent?.type === 'NewExpression' && key === 'callee') ||
      parent?.type === 'ChainExpression';
    if (!goesOn || parent === null) return module.textOf(whole).replaceAll('?.', '.');
    whole = parent;
  }
}

/** In a script, `this` of a function that is called by its name is the global object. */
function isGlobalThis(node: Shape, module: SourceModule): boolean {
  const isScript = module.parsed.program.body.every(({ type }) => !/^(?:Import|Export)/.test(type));
  if (!isScript) return false;
  for (let at: Shape | null = node; at !== null; at = module.parentOf(at)) {
    if (at.type === 'PropertyDefinition' || at.type === 'StaticBlock' || at.type === 'ClassBody')
      return false;
    if (at.type !== 'FunctionExpression' && at.type !== 'FunctionDeclaration') continue;
    const { parent, key } = module.placed(at);
    return parent?.type === 'CallExpression' && key === 'callee';
  }
  return true;
}
