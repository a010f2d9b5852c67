import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

const name = 'IRONCLAW_INSTANCE';

/** Also part of the paths that `openMark` gives to what may clear its variables. */
export const instanceValue = randomUUID();

/** The variable by which the guard knows what this process has started. What a later instance on the same data folder starts has another value. */
export const instanceMark: Readonly<Record<string, string>> = { [name]: instanceValue };

/** What is just being started may come into sight late. */
const looks = 5;

/** Waits for the end of a pipe that only we hold, then kills every process with the mark. */
const guarding = `read -r _
for look in $(seq ${looks}); do
  for pid in $({
    grep -lzxF "$1=$2" /proc/[0-9]*/environ
    find /proc/[0-9]*/fd -lname "*$2*"
  } 2>/dev/null | cut -d / -f 3 | sort -u); do
    kill -KILL "$pid"
  done
  sleep 0.1
done`;

/**
 * Starts a process that outlives this one, to end what it has started if it is killed. The kernel ends direct children (`tether`), and
 * not what a shell or a package manager has started.
 * @returns a function that ends the guard, with whatever is left of this process's own.
 */
export function startGuard(): () => void {
  const guard = spawn('/bin/sh', ['-c', guarding, 'guard', name, instanceValue], {
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

let isGuarded = false;

/** Starts a guard that ends with this process, unless there is one: a guard that ends earlier ends what others have started, too. */
export function guardProcess(): void {
  if (!isGuarded) startGuard();
  isGuarded = true;
}
