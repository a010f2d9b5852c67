import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

const [name, value] = ['IRONCLAW_INSTANCE', randomUUID()] as const;

/** The variable by which the guard knows what this process has started. What a later instance on the same data folder starts has another value. */
export const instanceMark: Readonly<Record<string, string>> = { [name]: value };

/** What is just being started may come into sight late. */
const looks = 5;

/** Waits for the end of a pipe that only we hold, then kills every process with the mark. */
const guarding = `read -r _
for look in $(seq ${looks}); do
  for file in $(grep -lzxF "$1" /proc/[0-9]*/environ 2>/dev/null); do
    pid="\${file#/proc/}"
    kill -KILL "\${pid%/environ}"
  done
  sleep 0.1
done`;

/**
 * Starts a process that outlives this one, to end what it has started if it is killed. The kernel ends direct children (`tether`), and
 * not what a shell or a package manager has started.
 * @returns a function that ends the guard, with whatever is left of this process's own.
 */
export function startGuard(): () => void {
  const guard = spawn('/bin/sh', ['-c', guarding, 'guard', `${name}=${value}`], {
    env: { PATH: '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without it, the next start ends what is left.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => void guard.stdin.end();
}
