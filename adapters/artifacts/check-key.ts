import { InvalidInput } from '#core/errors.ts';

/**
 * The rule for the keys of every artifact store: names between single slashes, none of which climbs.
 * @throws InvalidInput `artifact/invalid-key`.
 */
export function checkKey(key: string): void {
  const isName = (part: string) => part !== '' && part !== '.' && part !== '..';
  if (key.split('/').every(isName) && !/[\\\0]/.test(key)) return;
  throw new InvalidInput(
    `the key ${JSON.stringify(key)} is none of the artifact store: names between slashes, without "." and "..".`,
    { code: 'artifact/invalid-key', data: { key } },
  );
}
