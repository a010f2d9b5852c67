import { beforeEach, expect, it } from 'vitest';
import type { Workflow, WorkflowInput } from '#core/improvements/ports.ts';

export interface ObservedWorkflow {
  readonly workflow: Workflow;
  /** The inputs of the executions that were started, oldest first. */
  readonly started: readonly unknown[];
  /** Lets executions that start from now on fail at once, or not. */
  letFail(fails: boolean): void;
  /** Ends the running executions, and waits until it is known. */
  end(): Promise<void>;
}

const input: WorkflowInput = {
  improvementId: 'shop-get-prices-1',
  from: 'generate',
  until: 'applied',
  reason: 'it is slow – „very“ 😀',
  actor: 'user:user-1',
};

/** What every workflow guarantees. `open` returns one without executions. */
export function behavesAsWorkflow(open: () => Promise<ObservedWorkflow>): void {
  let workflow: Workflow;
  let started: readonly unknown[];
  let letFail: ObservedWorkflow['letFail'];
  let end: ObservedWorkflow['end'];
  beforeEach(async () => {
    ({ workflow, started, letFail, end } = await open());
  });

  it('starts an execution with the input as it was given', async () => {
    await workflow.start('generate-1', input);
    expect(started).toEqual([input]);
  });

  it('starts the same name once', async () => {
    await workflow.start('generate-1', input);
    await workflow.start('generate-1', input);
    await end();
    await Promise.all(Array.from({ length: 5 }, () => workflow.start('generate-1', input)));
    expect(started).toHaveLength(1);
  });

  it('starts a name once for many concurrent calls', async () => {
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => workflow.start('generate-1', { ...input, actor: `user:${i}` })),
    );
    expect(started).toHaveLength(1);
  });

  it('keeps the first input of a name', async () => {
    await workflow.start('generate-1', input);
    await workflow.start('generate-1', { ...input, actor: 'user:user-2' });
    expect(started).toEqual([input]);
  });

  it('starts a name again whose execution has failed, as often as it is asked', async () => {
    letFail(true);
    for (let n = 0; n < 3; n += 1) await workflow.start('rollback-19', { ...input, reason: `ask ${n}` });
    letFail(false);
    await workflow.start('rollback-19', input);
    await workflow.start('rollback-19', input);
    expect(started).toHaveLength(4);
    expect(started.at(-1)).toEqual(input);
  });

  it('knows whether an execution is running, and how it ended', async () => {
    expect(await workflow.stateOf('generate-1')).toBe('unknown');
    await workflow.start('generate-1', input);
    expect(await workflow.stateOf('generate-1')).toBe('running');
    await end();
    expect(await workflow.stateOf('generate-1')).toBe('succeeded');
    letFail(true);
    await workflow.start('generate-2', input);
    await end();
    expect(await workflow.stateOf('generate-2')).toBe('failed');
  });

  it('knows an execution by any name that it can be started under', async () => {
    const name = `rollback 1 ${'ä/:'.repeat(100)}`;
    await workflow.start(name, input);
    expect(await workflow.stateOf(name)).toBe('running');
    expect(await workflow.stateOf(`${name}!`)).toBe('unknown');
  });

  it('starts other names', async () => {
    await workflow.start('generate-1', input);
    await workflow.start('generate-2', input);
    expect(started).toHaveLength(2);
  });

  it('accepts a name of any letters and any length', async () => {
    await workflow.start(`rollback 1 ${'ä/:'.repeat(100)}`, input);
    expect(started).toEqual([input]);
  });

  it('distinguishes long names, and names with letters that it cannot keep', async () => {
    const names = ['a.b', 'a-b', `${'x'.repeat(90)}1`, `${'x'.repeat(90)}2`];
    for (const name of names) await workflow.start(name, input);
    expect(started).toHaveLength(names.length);
  });
}
