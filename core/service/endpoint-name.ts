import * as z from 'zod/mini';

/** `METHOD /route/template` in the characters of a URL path, but for `#`, with which stores separate parts of a key. */
export const EndpointName = z
  .string()
  .check(
    z.maxLength(300),
    z.regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[!"$-~]*$/, 'must read "METHOD /route/template"'),
  );
