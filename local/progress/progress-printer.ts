import { Listr } from 'listr2';

/** Tells people what happens. */
export interface ProgressPrinter {
  /** Something about the system as a whole. */
  say(text: string): void;
  /** Something about one improvement; `isEnd` closes its chapter. */
  tell(chapter: Chapter): void;
  /** The present figures of what goes on all the time; a terminal shows the latest. */
  progress(text: string): void;
  end(): Promise<void>;
}

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly word: string;
  readonly text: string;
  readonly outcome: 'open' | 'good' | 'bad';
}

const secondsSince = (start: number): string =>
  `${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s`;

/** One line an event, for logs and pipes. Progress is left out: it would be most of the lines. */
export function linePrinter(print: (line: string) => void, start = 0): ProgressPrinter {
  const line = (word: string, text: string) => print(`${secondsSince(start)}  ${word.padEnd(8)}  ${text}`);
  return {
    say: (text) => line('', text),
    tell: ({ title, word, text }) => line(word, text.includes(title) ? text : `${title}: ${text}`),
    progress: () => undefined,
    end: async () => undefined,
  };
}

const lifeTitle = 'The service under traffic';

/** A task for what goes on all the time and one for each improvement, its latest events below it; for terminals. */
export function treePrinter({ improvements }: { improvements: number }): ProgressPrinter {
  const start = performance.now();
  const life = openTask(lifeTitle);
  const waiting = Array.from({ length: improvements }, () => openTask('Waiting for something to improve'));
  const chapters = new Map<string, OpenTask>();
  const run = new Listr([life.task, ...waiting.map(({ task }) => task)], { concurrent: true }).run();
  const stamped = (text: string) => `${secondsSince(start)}  ${text}`;
  // What happens once the tree is complete is told in lines below it.
  let afterwards: ProgressPrinter | null = null;

  return {
    say: (text) => (afterwards ? afterwards.say(text) : life.show(stamped(text))),
    progress: (text) => life.rename(`${lifeTitle}: ${text}`),
    tell(chapter) {
      if (afterwards) return afterwards.tell(chapter);
      const { id, title, word, text, outcome } = chapter;
      const task = chapters.get(id) ?? waiting.shift();
      if (!task) return life.show(stamped(`${title}: ${word} ${text}`));
      chapters.set(id, task);
      task.rename(outcome === 'bad' ? `${title}: ${word}` : title);
      task.show(stamped(`${word.padEnd(8)}  ${text}`));
      if (outcome !== 'open') task.close();
    },
    async end() {
      for (const task of [life, ...chapters.values(), ...waiting]) task.close();
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
