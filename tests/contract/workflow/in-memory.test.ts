import { describe } from 'vitest';
import { MemoryWorkflow } from '../../support/memory-workflow.ts';
import { behavesAsWorkflow } from './workflow.ts';

describe('in memory', () => {
  behavesAsWorkflow(async () => {
    const workflow = new MemoryWorkflow();
    const letFail = (fails: boolean) => {
      workflow.fails = fails;
    };
    return { workflow, started: workflow.started, letFail };
  });
});
