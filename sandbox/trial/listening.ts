import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Listening } from '#core/service/trial.ts';
import type { StartedService } from '../isolation/sandbox.ts';

const fileName = 'listens.jsonl';

/** Variables that let the preloaded recorder of a service tell where it listens. */
export function variablesOf(preload: string | null, out: string): Readonly<Record<string, string>> {
  if (preload === null) return {};
  return { NODE_OPTIONS: `--require "${preload}"`, IRONCLAW_LISTENS: join(out, fileName) };
}

/** Where the service listens by now, as far as it told. Whatever else its code wrote to the file is left out. */
export function placesIn({ socket }: Pick<StartedService, 'socket'>): readonly Listening[] {
  const file = join(dirname(socket), fileName);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, most)
    .flatMap((line) => {
      const place = Listening.safeParse(tryToParse(line));
      return place.success ? [place.data] : [];
    });
}

const most = 50;

function tryToParse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
