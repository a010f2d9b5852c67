import { reachTable } from '#adapters/dynamodb/reach-table.ts';
import { stepFunctionsClient } from '#adapters/stepfunctions/client.ts';
import { reachWorkflow } from '#adapters/stepfunctions/reach-workflow.ts';
import { second } from '#core/time.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { table } from './stores.ts';

type State = 'available' | 'unavailable';
export type DependencyStates = Readonly<Record<'database' | 'workflow', State>>;

const workflowClient = once(stepFunctionsClient);
/** Anyone may ask: frequent questions get the same answer. */
const freshMilliseconds = second;
let latest: { readonly at: number; readonly states: Promise<DependencyStates> } | null = null;

/** Whether the services that the API depends on respond. */
export function dependencyStates(now = Date.now()): Promise<DependencyStates> {
  if (!latest || now - latest.at >= freshMilliseconds) latest = { at: now, states: lookAtAll() };
  return latest.states;
}

async function lookAtAll(): Promise<DependencyStates> {
  const [database, workflow] = await Promise.all([
    stateOf(() => reachTable(table())),
    stateOf(() => reachWorkflow(readEnvironment('STATE_MACHINE_ARN').STATE_MACHINE_ARN, workflowClient())),
  ]);
  return { database, workflow };
}

async function stateOf(reach: () => Promise<void>): Promise<State> {
  try {
    await reach();
    return 'available';
  } catch {
    return 'unavailable';
  }
}
