import type { Workflow, WorkflowInput } from '#core/improvements/ports.ts';

/** Records started executions, each name once unless its execution has failed. */
export class MemoryWorkflow implements Workflow {
  readonly started: WorkflowInput[] = [];
  /** Whether executions that start now will have failed. */
  fails = false;
  readonly #failed = new Map<string, boolean>();

  async start(name: string, input: WorkflowInput): Promise<void> {
    if (this.#failed.get(name) === false) return;
    this.#failed.set(name, this.fails);
    this.started.push(input);
  }
}
