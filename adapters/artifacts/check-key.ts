import { InvalidInput } from '#core/errors.ts';

/**
 * The rule for keys of every artifact store: names separated by single slashes, without "." and "..".
 * @throws InvalidInput `artifact/invalid-key`.
 */
export function checkKey(key: string): void {
  const isName = (part: string) => part !== '' && part !== '.' && part !== '..';
  if (key.split('/').every(isName) && !/[\\\0]/.test(key)) return;
  throw new InvalidInput(
    `the key ${JSON.stringify(key)} is invalid: a key is names separated by slashes, without "." and "..".`,
    { code: 'artifact/invalid-key', data: { key } },
  );
}
