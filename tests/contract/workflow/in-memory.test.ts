import { describe } from 'vitest';
import { MemoryWorkflow } from '../../support/memory-workflow.ts';
import { behavesAsWorkflow } from './workflow.ts';

describe('in memory', () => {
  behavesAsWorkflow(async () => {
    const workflow = new MemoryWorkflow();
    return {
      workflow,
      started: workflow.started,
      letFail(fails) {
        workflow.fails = fails;
      },
      async end() {
        for (const [name, state] of workflow.states)
          if (state === 'running') workflow.states.set(name, 'succeeded');
      },
    };
  });
});
