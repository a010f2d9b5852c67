import type { RuleHit } from '#adapters/ast-grep/find-hits.ts';
import { findHitsInWorkers } from '#adapters/ast-grep/find-hits-in-workers.ts';
import { rules } from '#adapters/ast-grep/rules/registry.ts';
import { readCode } from './read-code.ts';

/** What the rules find in some folders of code. */
export interface Evaluation {
  readonly files: number;
  readonly lines: number;
  readonly hits: readonly RuleHit[];
}

/** How often a rule matches, and how often it also writes. */
export interface RuleCount {
  readonly rule: string;
  readonly hits: number;
  readonly rewrites: number;
  readonly hitsPer100kLines: number;
}

/** Each folder is a code base of its own: types are looked up in no other. */
export async function evaluateRules(folders: readonly string[]): Promise<Evaluation> {
  const all: Evaluation[] = [];
  for (const folder of folders) {
    const files = await readCode(folder);
    const lines = files.reduce((sum, { text }) => sum + text.split('\n').length, 0);
    all.push({ files: files.length, lines, hits: await findHitsInWorkers(files) });
  }
  return {
    files: all.reduce((sum, { files }) => sum + files, 0),
    lines: all.reduce((sum, { lines }) => sum + lines, 0),
    hits: all.flatMap(({ hits }) => hits),
  };
}

export function countByRule({ lines, hits }: Pick<Evaluation, 'lines' | 'hits'>): readonly RuleCount[] {
  return rules.map(({ name }) => {
    const own = hits.filter(({ rule }) => rule === name);
    return {
      rule: name,
      hits: own.length,
      rewrites: own.filter(({ rewrite }) => 'text' in rewrite).length,
      hitsPer100kLines: (own.length * 100_000) / Math.max(1, lines),
    };
  });
}
