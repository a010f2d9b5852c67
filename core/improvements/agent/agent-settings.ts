import * as z from 'zod';

const Variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a variable in capital letters')
  .refine(
    (name) => !/^(?:LD_|IRONCLAW_|PATH$|HOME$)/.test(name),
    'must be none of LD_*, IRONCLAW_*, PATH and HOME',
  );

/** An operator's own coding agent: what runs, and what its box allows it. It says nothing secret: variables are named only. */
export const AgentSettings = z.strictObject({
  /** The author of its candidates, by which their track record is kept. */
  name: z
    .string()
    .regex(/^[\w.@ -]{1,60}$/, 'must have 1 to 60 letters, digits, spaces and .@_-')
    .default('agent'),
  /** A shell command line, run at the root of a throw-away copy of the service. */
  command: z.string().min(1).max(4_000),
  /** What it may connect to, each as `host:port`; by default, nothing. */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]{1,253}:\d{1,5}$/, 'must be host:port in small letters'))
    .max(50)
    .default([]),
  /** Variables of the installation's environment that the command gets, such as the key of its model. */
  variables: z.array(Variable).max(50).default([]),
  /** Files and folders of the machine that it may read, beside /usr: where it is installed. */
  readable: z
    .array(z.string().regex(/^\/.*[^/]$/, 'must be an absolute path'))
    .max(50)
    .default([]),
  /** Seconds for one run. */
  seconds: z.number().int().min(1).max(3_600).default(600),
  /** In a UTC day, of all services together. */
  runsPerDay: z.number().int().min(1).max(10_000).default(20),
  /** Of what its runs report; a run that reports no cost counts as a run only. No limit where it is null. */
  dollarsPerDay: z.number().positive().nullable().default(null),
});

export type AgentSettings = z.infer<typeof AgentSettings>;
