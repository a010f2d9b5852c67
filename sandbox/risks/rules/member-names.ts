import type { RiskKind } from '#core/proof/risk.ts';
import type { Shape } from '../../syntax/parse-program.ts';
import { constantText, propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Properties that mean the same on whatever object they are read. */
const kinds = new Map<string, RiskKind>();
const known: Readonly<Partial<Record<RiskKind, string>>> = {
  prototypes: '__proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ setPrototypeOf',
  'call stack': 'callee caller prepareStackTrace captureStackTrace stackTraceLimit',
  'dynamic code': '_load _compile _extensions createRequire mainModule dlopen',
  clock: 'hrtime timeOrigin',
  randomness: 'getRandomValues randomUUID randomBytes randomInt',
  'request identity': `headers rawHeaders headersDistinct httpVersion remoteAddress remotePort localAddress localPort
    socket connection ip ips hostname subdomains cookies signedCookies userAgent xhr`,
  environment: 'resolvedOptions execArgv isProduction isTest isDevelopment isSandbox isCI nodeEnv NODE_ENV',
};
for (const [kind, names = ''] of Object.entries(known))
  for (const name of names.trim().split(/\s+/)) kinds.set(name, kind as RiskKind);

/** Names of headers, as they are given to `req.get(…)`. */
const requestHeader =
  /^(?:user-agent|host|referer|origin|cookie|via|forwarded|traceparent|x-(?:forwarded|real|request|amzn?|envoy|cloud|client)[\w-]*|cf-[\w-]+)$/i;

/** Reads of properties that tell who asks, where the code runs, or how it was called; by name, in patterns, and put together. */
export function* memberNames(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    const parent = module.parentOf(node);
    const isRead =
      node.type === 'MemberExpression' || (node.type === 'Property' && parent?.type === 'ObjectPattern');
    const name = isRead ? propertyName(node, module) : null;
    const kind = name === null ? undefined : kinds.get(name);
    if (kind !== undefined) yield factAt(module, node, kind, readable(node, module));
    else if (name === 'stack' && !isOwnStack(node, module))
      yield factAt(module, node, 'call stack', readable(node, module));
    else if (name === 'constructor' && !isTypeCheck(node, module))
      yield factAt(module, node, 'dynamic code', readable(node, module));
    else if (name === 'prototype' && !isPlainMethod(node, module))
      yield factAt(module, node, 'prototypes', readable(node, module));
    const text =
      node.type === 'Literal' || node.type === 'TemplateLiteral' ? constantText(node, module) : null;
    if (text !== null && requestHeader.test(text))
      yield factAt(module, node, 'request identity', `the header ${text}`);
  }
}

const readable = (node: Shape, module: SourceModule): string => module.textOf(node).replaceAll('?.', '.');

/** `this.stack` is a field, unless the class extends another one. */
function isOwnStack(node: Shape, { parentOf }: SourceModule): boolean {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return false;
  for (let at: Shape | null = node; at !== null; at = parentOf(at))
    if (at.type === 'ClassDeclaration' || at.type === 'ClassExpression') return at.superClass === null;
  return false;
}

/** `value.constructor === Map` and `value.constructor.name` compare; everything else could make code out of text. */
function isTypeCheck(node: Shape, module: SourceModule): boolean {
  const { parent, key } = module.placed(node);
  if (parent?.type === 'BinaryExpression') return true;
  return parent?.type === 'MemberExpression' && key === 'object' && propertyName(parent, module) === 'name';
}

/** `Object.prototype.hasOwnProperty.call(…)` uses a method; what assigns it, or passes the prototype on, changes it. */
function isPlainMethod(node: Shape, module: SourceModule): boolean {
  const { parent: method, key } = module.placed(node);
  if (method?.type !== 'MemberExpression' || key !== 'object' || propertyName(method, module) === null)
    return false;
  const { parent: use, key: role } = module.placed(method);
  return (
    !(use?.type === 'AssignmentExpression' && role === 'left') &&
    use?.type !== 'UpdateExpression' &&
    use?.type !== 'UnaryExpression'
  );
}
