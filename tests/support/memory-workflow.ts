import type { ExecutionState, Workflow, WorkflowInput } from '#core/improvements/ports.ts';

const ended: readonly ExecutionState[] = ['failed', 'timed-out', 'stopped'];

/** Records started executions, each name once unless its execution has failed. */
export class MemoryWorkflow implements Workflow {
  readonly started: WorkflowInput[] = [];
  /** The states of the executions by name. */
  readonly states = new Map<string, ExecutionState>();
  /** Whether executions that start now will have failed. */
  fails = false;

  async start(name: string, input: WorkflowInput): Promise<void> {
    const state = this.states.get(name);
    if (state !== undefined && !ended.includes(state)) return;
    this.states.set(name, this.fails ? 'failed' : 'running');
    this.started.push(input);
  }

  async stateOf(name: string): Promise<ExecutionState> {
    return this.states.get(name) ?? 'unknown';
  }
}
