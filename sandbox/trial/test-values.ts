import type { Manifest } from '#core/service/manifest.ts';

/** The variables of a service as a box sets them: never a secret itself. */
export function testValues({ env }: Pick<Manifest, 'env'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const known = typeof value === 'string' ? value : value.test;
      return known === undefined ? [] : [[name, known]];
    }),
  );
}

/** A line that runs in the service's folder of its repository. */
export const inDirectory = ({ directory }: Pick<Manifest, 'directory'>, line: string): string =>
  directory === '.' ? line : `cd '${directory.replaceAll("'", String.raw`'\''`)}' || exit 1\n${line}`;
