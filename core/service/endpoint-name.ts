import * as z from 'zod/mini';

/** `METHOD /route/template`, as a router knows it: the characters of a URL's path. Stores put `#` between their keys. */
export const EndpointName = z
  .string()
  .check(
    z.maxLength(300),
    z.regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[!"$-~]*$/, 'must read "METHOD /route/template"'),
  );
