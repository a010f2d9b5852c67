import * as z from 'zod/mini';
import { leftOutReasons } from '../../service/left-out.ts';

const count = z.number().check(z.int(), z.nonnegative());
const Sentence = z.string().check(z.maxLength(1_000));
const Path = z.string().check(z.maxLength(4_096));

/** A place in the source that an analyzer points at. Nothing was run or measured to find it. */
export const StaticFinding = z.strictObject({
  analyzer: z.enum(['ironclaw', 'oxlint']),
  /** Its name, as its analyzer has it. */
  rule: z.string().check(z.maxLength(100)),
  /** Relative to the root, `/` between folders. */
  path: Path,
  /** 1-based. */
  line: count,
  /** The function around it, as the source names it, with its first and last line; null outside of every named one. */
  function: z.nullable(z.strictObject({ name: z.string().check(z.maxLength(200)), from: count, to: count })),
  /** One sentence: what is there, and why it matters. */
  message: Sentence,
  /** One sentence: why we write no fix for it; null if a rule writes one. */
  whyNoFix: z.nullable(Sentence),
});
export type StaticFinding = z.infer<typeof StaticFinding>;

/** Files, or whole folders, that were not analyzed. */
const LeftOut = z.strictObject({
  reason: z.enum(leftOutReasons),
  count,
  /** The first of them; a folder ends with a `/`. */
  examples: z.array(Path).check(z.maxLength(3)),
});
export type LeftOut = z.infer<typeof LeftOut>;

/** What static analysis says of a folder of source files. */
export const StaticScan = z.strictObject({
  findings: z.array(StaticFinding).check(z.maxLength(10_000)),
  /** How many more there are. */
  notListed: count,
  /** What was read. */
  files: count,
  lines: count,
  leftOut: z.array(LeftOut),
  /** One sentence for each analyzer that failed: its findings are unknown. */
  failures: z.array(Sentence),
});
export type StaticScan = z.infer<typeof StaticScan>;

/** What the scan job says of a service. */
export const ServiceScan = z.extend(StaticScan, { commit: z.string().check(z.regex(/^[0-9a-f]{40}$/)) });
export type ServiceScan = z.infer<typeof ServiceScan>;
