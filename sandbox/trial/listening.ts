import { basename, dirname, join } from 'node:path';
import { Listening } from '#core/service/trial.ts';
import { readIfThere } from '../isolation/hand-out.ts';
import type { StartedService } from '../isolation/sandbox.ts';

const fileName = 'listens.jsonl';
/** Lines and bytes of the file that are read: the service's code can write to it, too. */
const most = { lines: 50, bytes: 64 * 1024 };

/** Variables that preload the recorder, as in production, and let it tell where the service listens. */
export function preloaded(preload: string | null, out: string): Readonly<Record<string, string>> {
  if (preload === null) return {};
  return { NODE_OPTIONS: `--require "${preload}"`, IRONCLAW_LISTENS: join(out, fileName) };
}

/** Where the service listens by now: the ports of its box, and the Unix sockets of which the preloaded file tells. */
export function placesIn({
  socket,
  out,
  ports,
}: Pick<StartedService, 'socket' | 'out' | 'ports'>): readonly Listening[] {
  const written = readIfThere(join(dirname(socket), fileName), most.bytes)?.toString() ?? '';
  const told = written.split('\n').slice(0, most.lines);
  // The relay between the box and the outside is preloaded, too.
  const ours = join(out, basename(socket));
  const sockets = told.flatMap((line) => {
    const place = Listening.safeParse(tryToParse(line));
    const isTold = place.success && 'path' in place.data && place.data.path !== ours;
    return isTold ? [place.data] : [];
  });
  return [...ports().map((port) => ({ port })), ...sockets];
}

function tryToParse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
