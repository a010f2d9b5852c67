import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Draft } from './answers.ts';
import { secretsIn } from './found-rows.ts';
import type { Findings } from './look/look.ts';
import type { Tried } from './trials/try-checks.ts';

/** What an operator has to give before everything works, a sentence each. */
export function missingIn({ draft, rows }: Tried, { environment }: Findings): readonly string[] {
  const failed = rows.filter(({ verdict, what }) => verdict === 'fails' && what !== 'typecheck');
  const secrets = secretsIn(draft.env);
  const example = environment.example === null ? '' : ` (${environment.example} shows their form)`;
  return [
    ...failed.map(({ what, detail }) => `${what}: ${detail}`),
    ...(secrets.length === 0 ? [] : [`the values of ${secrets.join(', ')}${example}.`]),
  ];
}

/** The command that runs the loop on the service, with the file that holds its secrets where there is one. */
export function nextCommand(path: string, { env }: Draft, { environment: { example } }: Findings): string {
  const files = ['.env', ...(example === null ? [] : [example])];
  const file = secretsIn(env).length === 0 ? undefined : files.find((name) => existsSync(join(path, name)));
  return `npx ironclaw up --service ${path}${file === undefined ? '' : ` --env-file ${join(path, file)}`}`;
}
