import type { Workflow, WorkflowInput } from '#core/improvements/ports.ts';

/** Records started executions, each name once. */
export class MemoryWorkflow implements Workflow {
  readonly started: WorkflowInput[] = [];
  readonly #names = new Set<string>();

  async start(name: string, input: WorkflowInput): Promise<void> {
    if (this.#names.has(name)) return;
    this.#names.add(name);
    this.started.push(input);
  }
}
