/** Runs a task once all tasks that came before it have ended. */
export type TakeTurn = <Value>(task: () => Promise<Value>) => Promise<Value>;

/** Lets tasks run one after another, in the order in which they came; the failure of one is its caller's alone. */
export function openTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };
}
