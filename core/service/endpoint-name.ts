import * as z from 'zod';

/** `METHOD /route/template`, as a router knows it: the characters of a URL's path. Stores put `#` between their keys. */
export const EndpointName = z
  .string()
  .max(300)
  .regex(/^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[!"$-~]*$/, 'must read "METHOD /route/template"');
