import type { Shape } from '../../syntax/parse-program.ts';
import { propertyName } from '../constant-text.ts';
import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** Methods of dates that compute in the time zone of the host. */
const inLocalTime =
  /^(?:get|set)(?:FullYear|Month|Date|Day|Hours|TimezoneOffset)$|^to(?:Date|Time)String$|^to(?:Plain|Zoned)DateTimeISO$/;
const inTheLocale = /^(?:toLocale(?:Date|Time)?String|toLocaleUpperCase|toLocaleLowerCase)$/;
const formatters =
  /^(?:Collator|NumberFormat|DateTimeFormat|PluralRules|RelativeTimeFormat|ListFormat|DisplayNames|Segmenter)$/;

/** What depends on the locale or the time zone that the host is set to. How often does not matter, only whether. */
export function* hostSettings(module: SourceModule): Generator<Fact> {
  for (const node of module.nodes) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    const { callee, arguments: args } = node;
    const name = callee.type === 'MemberExpression' ? propertyName(callee, module) : null;
    if (name !== null && inLocalTime.test(name)) yield setting('time zone', node, module);
    if (readsLocale(callee, name, args, module)) yield setting('locale', node, module);
    const isOfLocalParts =
      node.type === 'NewExpression' && module.globalName(callee) === 'Date' && args.length > 1;
    if (isOfLocalParts) yield setting('time zone', node, module);
  }
}

function readsLocale(
  callee: Shape,
  name: string | null,
  args: readonly Shape[],
  module: SourceModule,
): boolean {
  if (name === null) return false;
  if (name === 'localeCompare') return args.length < 2;
  if (inTheLocale.test(name)) return args.length === 0;
  return formatters.test(name) && module.globalName(callee.object) === 'Intl' && args.length === 0;
}

const setting = (name: string, node: Shape, module: SourceModule): Fact =>
  factAt(module, node, 'environment', `the ${name} of the host`, { isOnce: true, isAnywhere: true });
