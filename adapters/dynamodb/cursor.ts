import * as z from 'zod/mini';
import { InvalidInput } from '#core/errors.ts';

const Key = z.record(z.string(), z.string());

/** Encodes where a page ended, as opaque text for the client. */
export function encodeCursor(key: Record<string, unknown> | undefined): string | null {
  return key ? Buffer.from(JSON.stringify(key)).toString('base64url') : null;
}

/** @throws InvalidInput `page/invalid-cursor`. */
export function decodeCursor(cursor: string): Record<string, string> {
  try {
    return Key.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw invalidCursor(cause);
  }
}

export function invalidCursor(cause?: unknown): InvalidInput {
  return new InvalidInput(
    'the cursor does not belong to this list; leave it out to start at the first page.',
    { code: 'page/invalid-cursor', cause },
  );
}
