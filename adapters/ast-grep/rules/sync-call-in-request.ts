import { functionOf, isInFunction } from '../loops.ts';
import { isOneOf, type Node, nodesOf } from '../syntax.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `readFileSync(path)` in an asynchronous function or a handler stops every other request. */
export const syncCallInRequest: Rule = {
  name: 'sync-call-in-request',
  message:
    'Asynchronous code waits in a call that stops the whole process: every other request waits as well.',
  rationale:
    'The asynchronous form of the call lets other requests run meanwhile. They then also run between this call and the ' +
    'next, which the code has to allow for; the call itself gets no faster.',
  notWorthIt: 'Code that runs at the start of the process or in a command of its own disturbs nobody.',
  hint: /\b\w+Sync\(/,
  onlyInServices: true,
  find: (within) =>
    suggestions(
      nodesOf(within, 'call_expression').filter(
        (call) => isBlocking(call) && isInFunction(call) && isConcurrent(functionOf(call)),
      ),
      'Other code would run between this call and the next, and only a person knows whether it may.',
    ),
};

const blocking =
  /^(read|write|append|exists|stat|lstat|readdir|mkdir|rm|rmdir|unlink|copy|copyFile|readFile|writeFile|appendFile|access|exec|execFile|spawn|pbkdf2|scrypt|gzip|gunzip|deflate|inflate|brotliCompress|brotliDecompress|hash|compare|genSalt|readJson|writeJson|outputFile|ensureDir|pathExists)Sync$/;

function isBlocking(call: Node): boolean {
  const callee = call.field('function');
  const name = callee?.field('property') ?? callee;
  return name !== null && blocking.test(name.text());
}

const ofRequests = ['req', 'request', 'ctx', 'res', 'response', 'reply'];

/** The function is asynchronous, or its parameters are those of a handler. */
function isConcurrent(code: Node): boolean {
  if (code.children().some((child) => child.text() === 'async')) return true;
  const parameters = code.field('parameters')?.namedChildren() ?? [];
  const names = parameters.map((parameter) => (parameter.field('pattern') ?? parameter).text());
  return (
    isOneOf(code, ['arrow_function', 'function_expression', 'function_declaration', 'method_definition']) &&
    names.filter((name) => ofRequests.includes(name)).length > 1
  );
}
