/** A value in DynamoDB's wire format: `{ S: 'text' }`, `{ N: '1' }`, `{ M: {...} }`. */
export type Attribute = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Attribute>>;

/**
 * The size of an item in bytes, from which DynamoDB computes units.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + attributeSize(value),
    0,
  );
}

function attributeSize(attribute: Attribute): number {
  const [[type, value] = ['NULL', true]] = Object.entries(attribute);
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(value));
    case 'N':
      return Math.ceil(String(value).replace(/^-?0*\.?0*/, '').length / 2) + 1;
    case 'B':
      return Buffer.from(String(value), 'base64').length;
    case 'M':
      return 3 + Object.keys(value as Item).length + itemSize(value as Item);
    case 'L':
      return (value as Attribute[]).reduce((sum, element) => sum + 1 + attributeSize(element), 3);
    default:
      return 1;
  }
}
