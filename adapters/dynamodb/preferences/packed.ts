import { decode, encode } from '@msgpack/msgpack';
import * as z from 'zod/mini';
import { DomainError } from '#core/errors.ts';
import { parse } from '#core/validation.ts';

/**
 * MessagePack, with fractions at single precision: a record of many numbers is half as large, and each kilobyte that is
 * written costs a unit of capacity.
 */
export const packed = (value: unknown): Uint8Array => encode(value, { forceFloat32: true });

/** @throws InvalidInput `<code>` if the bytes are damaged, or of another format. */
export function unpacked<Value>(
  schema: z.core.$ZodType<Value>,
  bytes: unknown,
  what: string,
  code: string,
): Value {
  let value: unknown;
  try {
    value = decode(bytes as Uint8Array);
  } catch {
    value = undefined;
  }
  return parse(schema, value, what, code);
}

/** The value that was read, or a fallback if it cannot be read: for records that are rebuilt sooner or later. */
export function orElse<Value, Other>(read: () => Value, other: Other): Value | Other {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return other;
  }
}

/** A table of numbers as one run of bytes, at single precision. */
export const packedTable = (table: Float64Array): Uint8Array =>
  new Uint8Array(Float32Array.from(table).buffer);

export const Table = z.pipe(
  z.instanceof(Uint8Array),
  z.transform((bytes) => Float64Array.from(new Float32Array(bytes.slice().buffer))),
);

export const Count = z.number().check(z.int(), z.minimum(0));
export const Names = z.array(z.string());

/** Numbers names in the order in which they are first asked for. */
export function numbered(): { readonly names: string[]; readonly of: (name: string) => number } {
  const names: string[] = [];
  const places = new Map<string, number>();
  return {
    names,
    of(name) {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}
