import type { Fact } from '../fact.ts';
import { factAt } from '../fact.ts';
import type { SourceModule } from '../source-module.ts';

/** What linters, type checkers, formatters, scanners and coverage tools read as "do not look here". */
const disabling = new RegExp(
  [
    '@ts-\\s*(?:ignore|nocheck|expect-error|check)',
    '\\$Flow(?:FixMe|Issue|ExpectedError|Ignore)|@noflow',
    '(?:es|ox|ts|js|x|style|deno|tsgo)-?lint[\\s:-]*(?:disable|enable|env|ignore)',
    '(?:js|es|ts)hint\\s+(?:ignore|-[WE]|\\w+\\s*:)|jslint\\b|@?eslint\\s+[\\w@/-]+\\s*:',
    '(?:biome|rome|prettier|dprint|oxfmt|swc|eslint)-ignore',
    '(?:istanbul|c8|v8|nyc|vitest|jest|coverage|node:coverage)\\s*:?\\s*(?:ignore|disable|skip)',
    'pragma:?\\s*no\\s*cover|stryker\\s+(?:disable|restore)|standard:disable',
    'no\\s*inspection|NOSONAR|no-?lint\\b|noqa\\b|type:\\s*ignore|lgtm\\s*\\[|codeql\\s*\\[|no-?sem-?grep|snyk:ignore|c?spell:\\s*(?:disable|ignore)',
    '/[*/]\\s*globals?\\s+\\w|@suppress\\b',
  ].join('|'),
  'gi',
);

/** Comments that turn checks off, and directives that are none of the language's. Strings count, too: a doubt is a yes. */
export function* disabledChecks(module: SourceModule): Generator<Fact> {
  const { program } = module.parsed;
  for (const found of module.source.matchAll(disabling))
    yield factAt(module, { ...program, start: found.index }, 'disabled checks', found[0], {
      isAnywhere: true,
    });
  for (const node of module.nodes)
    if (node.directive !== undefined && node.directive !== 'use strict')
      yield factAt(module, node, 'disabled checks', `the directive '${node.directive}'`);
}
