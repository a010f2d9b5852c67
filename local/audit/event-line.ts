import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod/mini';
import { InvalidInput } from '#core/errors.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { parse, parseJson } from '#core/validation.ts';

const text = z.string();
const Sequence = z.int().check(z.minimum(1));

/** Strict: a field that the hash does not cover must not look like a part of the event. */
const Event = z.strictObject({
  type: text,
  subject: text,
  actor: text,
  before: z.json(),
  after: z.json(),
  impact: z.number(),
  reason: text,
  sequence: Sequence,
  at: z.number(),
  previousHash: z.nullable(text),
  hash: text,
});

const Head = z.strictObject({ subject: text, sequence: Sequence, hash: text });

/** The last link of a subject's chain at the time of an audit. */
export type Head = z.infer<typeof Head>;

/** @throws InvalidInput `audit/invalid-event`. */
export const readEvent = (value: unknown): LearningEvent =>
  parse(Event, value, 'an event', 'audit/invalid-event') as LearningEvent;

/** @throws InvalidInput `audit/no-file`, `audit/invalid-line`. */
export const readEvents = (file: string): AsyncGenerator<LearningEvent> =>
  linesOf(file, Event) as AsyncGenerator<LearningEvent>;

/** The heads that an audit printed, by subject. @throws InvalidInput `audit/no-file`, `audit/invalid-line`. */
export async function readHeads(file: string): Promise<ReadonlyMap<string, Head>> {
  const heads = new Map<string, Head>();
  for await (const head of linesOf(file, Head)) heads.set(head.subject, head);
  return heads;
}

/** Reads a file of JSON Lines. */
async function* linesOf<Value>(file: string, schema: z.ZodMiniType<Value>): AsyncGenerator<Value> {
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      number += 1;
      if (line !== '') yield parseJson(schema, line, `line ${number} of ${file}`, 'audit/invalid-line');
    }
  } catch (cause) {
    if (cause instanceof InvalidInput || number > 0) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInput(`cannot read ${file}: ${reason}.`, { code: 'audit/no-file', cause });
  }
}
