import * as z from 'zod';
import { parseJson } from '#core/validation.ts';

/** What oxlint says of one place. */
const Diagnostic = z.object({
  /** The rule; absent from most errors of the syntax. */
  code: z.string().optional(),
  filename: z.string(),
  labels: z.array(z.object({ span: z.object({ line: z.int().positive(), column: z.int().positive() }) })),
});
const Output = z.object({ diagnostics: z.array(Diagnostic) });

export type Diagnostic = z.infer<typeof Diagnostic>;

/** Reads the output of `oxlint --format json`. @throws InvalidInput `oxlint/invalid-output`. */
export const readOutput = (text: string): readonly Diagnostic[] =>
  parseJson(Output, text, 'the output of oxlint', 'oxlint/invalid-output').diagnostics;
