import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { checkKey } from '#adapters/artifacts/check-key.ts';
import { parseJson } from '#core/validation.ts';
import { type Listening, listenSecretly } from '../processes/listen.ts';
import { respond } from '../processes/respond.ts';
import { BuildFailed } from '../stepfunctions/build.ts';
import type { Agent } from './read-agent.ts';

const Asked = z.strictObject({ folder: z.string().startsWith('jobs/write/') });

/** Runs the jobs of an operator's agent, with its secrets, for a program that knows the address. */
export function serveAgentJobs(
  { secrets }: Agent,
  build: (folder: string, environment: Readonly<Record<string, string>>) => Promise<void>,
): Promise<Listening> {
  const environment = { IRONCLAW_AGENT_SECRETS: JSON.stringify(secrets) };
  return listenSecretly(
    createServer(
      respond("the agent's job runner", async (request, response) => {
        const { folder } = parseJson(Asked, await text(request), 'the request', 'job/invalid');
        checkKey(folder);
        const failure = await build(folder, environment).then(
          () => null,
          (error: unknown) => {
            if (error instanceof BuildFailed) return error.message;
            throw error;
          },
        );
        response.writeHead(failure === null ? 204 : 409).end(failure ?? undefined);
      }),
    ),
  );
}
