/** Runs a task periodically, never two at a time; a failure is logged, and the next run follows. */
export function repeat(name: string, task: () => Promise<unknown>, milliseconds: number): NodeJS.Timeout {
  let isRunning = false;
  return setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    task()
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        console.error(JSON.stringify({ level: 'WARN', message: `${name} failed: ${message}` }));
      })
      .finally(() => {
        isRunning = false;
      });
  }, milliseconds);
}
