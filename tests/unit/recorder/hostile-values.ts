/** What code that is written without types may give to any function. */
export const hostileValues: readonly (readonly [name: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', Number.NaN],
  ['a text', 'text'],
  ['an empty list', []],
  ['a frozen object', Object.freeze({})],
  ['an object without prototype', Object.create(null)],
  ['an object that throws', throwing()],
];

/** Throws at whatever is done to it. */
export function throwing(): object {
  const fail = () => {
    throw new Error('hostile');
  };
  return new Proxy(() => {}, {
    get: fail,
    set: fail,
    has: fail,
    ownKeys: fail,
    apply: fail,
    getPrototypeOf: fail,
  });
}
