import * as z from 'zod';
import { plausible } from '#core/preferences/learner/taste.ts';
import { isTimeZone } from '#core/preferences/profile/time-zone.ts';

const Name = z.string().min(1).max(256);
const Names = z.array(Name).max(1_000);
/** The years 2000 to 2099 in seconds: as milliseconds they are days of 1970, whose ratings weigh nothing today. */
const readsAsSeconds = (ts: number): boolean => ts >= 946_684_800 && ts < 4_102_444_800;
const Time = z
  .number()
  .min(plausible.from)
  .max(plausible.until)
  .refine((ts) => !readsAsSeconds(ts), {
    error: ({ input }) =>
      `must be in milliseconds since 1970: ${String(input)} reads as seconds, and would be ${Number(input) * 1_000}`,
  });
const TimeZone = z.string().refine(isTimeZone, 'must be an IANA time zone');

/** One line of a backtest's input. Times are in milliseconds since 1970. */
export const Operation = z.discriminatedUnion('op', [
  z.object({ op: z.literal('models'), models: Names, tasks: Names.optional() }),
  z.object({ op: z.literal('choose'), user: Name, task: Name, ts: Time }),
  z.object({
    op: z.literal('feedback'),
    id: Name.optional(),
    user: Name,
    task: Name,
    model: Name,
    reward: z.number().min(0).max(1),
    ts: Time,
  }),
  z.object({ op: z.literal('predict'), user: Name, task: Name, ts: Time }),
  z.object({ op: z.literal('value'), user: Name, task: Name, model: Name, ts: Time }),
  z.object({ op: z.literal('tick'), ts: Time }),
  z.object({ op: z.literal('activity'), user: Name, activity: Name, ts: Time, tz: TimeZone }),
  z.object({ op: z.literal('next'), user: Name, ts: Time, tz: TimeZone }),
]);
export type Operation = z.infer<typeof Operation>;
