import * as z from 'zod';

/** Names below the repository's root, none of them hidden, absolute or `..`. */
const Folder = z
  .string()
  .max(200)
  .regex(
    /^[a-zA-Z0-9_-][\w.-]*(\/[a-zA-Z0-9_-][\w.-]*)*$/,
    'must be a folder of the repository, such as "docs/improvements", without ".." and hidden names',
  );

/** The setting `documents`: what is written about a shipped improvement into the service's repository. */
export const Documents = z.strictObject({
  /** The folder that gets a page for each improvement; false for no pages. */
  pages: z.union([z.literal(false), Folder]).default('docs/improvements'),
  /** Whether the service's changelog gets an entry, if it has an unreleased section or is kept with changesets. */
  changelog: z.boolean().default(true),
});
