/** One record of an export: an object of a JSON file, or a line of a CSV file by the names of its columns. */
export interface Row {
  /** Its line, where each record has one; its number in a JSON list. 1-based. */
  readonly place: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A record that cannot be read. */
export interface UnreadableRow {
  readonly place: number;
  readonly problem: string;
}

/** Parses the text of one record of JSON. */
export function rowFromJson(place: number, text: string): Row | UnreadableRow {
  try {
    return rowOf(place, JSON.parse(text));
  } catch {
    return { place, problem: 'is not JSON' };
  }
}

export function rowOf(place: number, value: unknown): Row | UnreadableRow {
  return isObject(value) ? { place, fields: value } : { place, problem: 'is not an object' };
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as text; empty where it is missing, or has parts. */
export function textIn(value: unknown): string {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? String(value).trim() : '';
}
