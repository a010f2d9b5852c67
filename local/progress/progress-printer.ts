import { Listr } from 'listr2';

/** Prints what happens, for people. */
export interface ProgressPrinter {
  /** A line about the whole system. */
  say(text: string): void;
  /** A line about one improvement; an outcome other than `open` closes its task. */
  update(update: ProgressUpdate): void;
  /** The current figures; a terminal shows the latest. */
  progress(text: string): void;
  end(): Promise<void>;
}

export interface ProgressUpdate {
  readonly id: string;
  readonly title: string;
  readonly word: string;
  readonly text: string;
  readonly outcome: 'open' | 'good' | 'bad';
}

const secondsSince = (start: number): string =>
  `${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s`;

/** One line per event, for logs and pipes. The figures are left out: they would be most of the lines. */
export function linePrinter(print: (line: string) => void, start = 0): ProgressPrinter {
  const line = (word: string, text: string) => print(`${secondsSince(start)}  ${word.padEnd(12)}  ${text}`);
  return {
    say: (text) => line('', text),
    update: ({ title, word, text }) => line(word, text.includes(title) ? text : `${title}: ${text}`),
    progress: () => undefined,
    end: async () => undefined,
  };
}

const lifeTitle = 'The service under traffic';

/** One task for the figures and one for each improvement, with its latest events below it; for terminals. */
export function treePrinter({ improvements }: { improvements: number }): ProgressPrinter {
  const start = performance.now();
  const life = openTask(lifeTitle);
  const waiting = Array.from({ length: improvements }, () => openTask('Waiting for something to improve'));
  const tasks = new Map<string, OpenTask>();
  const run = new Listr([life.task, ...waiting.map(({ task }) => task)], { concurrent: true }).run();
  const stamped = (text: string) => `${secondsSince(start)}  ${text}`;
  // Events after the tree is complete are printed as lines below it.
  let afterwards: ProgressPrinter | null = null;

  return {
    say: (text) => (afterwards ? afterwards.say(text) : life.show(stamped(text))),
    progress: (text) => life.rename(`${lifeTitle}: ${text}`),
    update(event) {
      if (afterwards) return afterwards.update(event);
      const { id, title, word, text, outcome } = event;
      const task = tasks.get(id) ?? waiting.shift();
      if (!task) return life.show(stamped(`${title}: ${word} ${text}`));
      tasks.set(id, task);
      task.rename(outcome === 'bad' ? `${title}: ${word}` : title);
      task.show(stamped(`${word.padEnd(12)}  ${text}`));
      if (outcome !== 'open') task.close();
    },
    async end() {
      for (const task of [life, ...tasks.values(), ...waiting]) task.close();
      await run;
      afterwards = linePrinter(console.log, start);
    },
  };
}

type OpenTask = ReturnType<typeof openTask>;

/** A task that stays open until it is closed, and may be written to before it is drawn. */
function openTask(title: string) {
  const ended = Promise.withResolvers<void>();
  let drawn: { title: string; output: string } = { title, output: '' };
  return {
    task: {
      title,
      task: (_: unknown, task: { title: string; output: string }) => {
        task.title = drawn.title;
        if (drawn.output) task.output = drawn.output;
        drawn = task;
        return ended.promise;
      },
      rendererOptions: { persistentOutput: true, outputBar: 14 },
    },
    rename(name: string) {
      drawn.title = name;
    },
    show(text: string) {
      drawn.output = text;
    },
    close: () => ended.resolve(),
  };
}
