import type { Base } from '../base.ts';

export const queue: Base = {
  path: 'queue.js',
  source: `export class JobQueue {
  #jobs = [];
  #most;
  constructor(most) { this.#most = most; }
  add(name, priority) {
    if (this.#jobs.length >= this.#most) throw new Error('queue is full');
    this.#jobs = [...this.#jobs, { name, priority }].sort((a, b) => b.priority - a.priority);
  }
  next() {
    const [first, ...rest] = this.#jobs;
    this.#jobs = rest;
    return first?.name ?? null;
  }
  names() { return this.#jobs.map(({ name }) => name); }
}
`,
  program: `import { JobQueue } from './src/queue.js';
const jobs = new JobQueue(5);
jobs.add('mail', 1); jobs.add('invoice', 2); jobs.add('report', 1); jobs.add('alarm', 9); jobs.add('backup', 1);
jobs.names();
try { jobs.add('late', 9); } catch {}
jobs.next(); jobs.next(); jobs.names(); jobs.add('mail', 1); jobs.names();
jobs.next(); jobs.next(); jobs.next(); jobs.next(); jobs.next();
const one = new JobQueue(1);
one.next(); one.add('a', 1); one.names(); one.next(); one.names();
`,
};
