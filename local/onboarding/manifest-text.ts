import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { Manifest } from '#core/service/manifest.ts';
import type { Draft } from './answers.ts';

const schema = fileURLToPath(new URL('../../docs/ironclaw.schema.json', import.meta.url));

/** The text of an `ironclaw.json`, with a reference to the schema and without what equals its default. */
export function manifestText(draft: Draft, file: string): string {
  const { $schema: _, name, language, ...rest } = draft;
  const empty = Manifest.parse({ name, language, commands: { start: 'x', test: 'x' } });
  const defaults: Readonly<Record<string, unknown>> = empty;
  // Without a branch, the one that is checked out counts.
  const isOwn = ([key, value]: [string, unknown]) =>
    key === 'branch' || !isDeepStrictEqual(value, defaults[key]);
  const own = Object.entries(rest).filter(isOwn);
  const path = relative(dirname(file), schema);
  const manifest = {
    $schema: path.startsWith('.') ? path : `./${path}`,
    name,
    language,
    ...Object.fromEntries(own),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
