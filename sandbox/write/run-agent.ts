import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '#core/errors.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { WriteJob } from '#core/improvements/jobs.ts';
import type { Ending } from '../isolation/run-isolated.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import type { AgentSecrets } from './agent-secrets.ts';
import { type Account, readAccount } from './read-account.ts';
import { readChanges } from './read-changes.ts';

interface AgentTask {
  /** The folder of the service. */
  readonly tree: string;
  readonly task: { readonly text: string; readonly json: string };
  readonly agent: WriteJob['agent'];
  readonly secrets: AgentSecrets;
  /** Where the allowed network listens. */
  readonly socket: string;
}

export interface AgentRun {
  readonly ending: Ending;
  readonly account: Account;
  /** A refusal if no patch can say what it did; null if it never began. */
  readonly changes: readonly SourceFile[] | DomainError | null;
}

/** Of the proxy, inside the box: nothing else listens there. */
const proxyPort = 3128;
const authorities = '/etc/ssl/certs/ca-certificates.crt';

/** Runs the agent once, with its task in files beside its copy of the tree. */
export async function runAgent(
  boxes: Sandbox,
  { tree, task, agent, secrets, socket }: AgentTask,
): Promise<AgentRun> {
  let changes: AgentRun['changes'] = null;
  const hasNetwork = agent.hosts.length > 0;
  const ending = await boxes.run({
    tree,
    line: hasNetwork ? `${openDoor(boxes.programs.relay, socket)}\n${agent.command}` : agent.command,
    secrets,
    environment: (out) => {
      writeFileSync(join(out, 'task.md'), task.text);
      writeFileSync(join(out, 'task.json'), task.json);
      return {
        IRONCLAW_TASK: join(out, 'task.md'),
        IRONCLAW_TASK_JSON: join(out, 'task.json'),
        IRONCLAW_RESULT: join(out, 'result.json'),
        ...(hasNetwork ? networkVariables(out) : {}),
      };
    },
    atEnd: (copy) => {
      changes = changesIn(tree, copy);
    },
  });
  return { ending, account: await readAccount(join(ending.out, 'result.json')), changes };
}

function changesIn(tree: string, copy: string): readonly SourceFile[] | DomainError {
  try {
    return readChanges(tree, copy);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

/** Waits until the relay listens, so that the agent's first request finds it. */
const openDoor = (relay: string, socket: string): string =>
  `"${process.execPath}" "${relay}" ${proxyPort} "${socket}" /tmp/.door-is-open &
while kill -0 $! && [ ! -e /tmp/.door-is-open ]; do sleep 0.05; done`;

/** As curl, Node and most other programs read them. The box has no /etc/ssl. */
function networkVariables(out: string): Record<string, string> {
  const proxy = `http://127.0.0.1:${proxyPort}`;
  const variables = { http_proxy: proxy, https_proxy: proxy, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
  if (!existsSync(authorities)) return { ...variables, NODE_USE_ENV_PROXY: '1' };
  copyFileSync(authorities, join(out, 'authorities.pem'));
  return { ...variables, NODE_USE_ENV_PROXY: '1', SSL_CERT_FILE: join(out, 'authorities.pem') };
}
