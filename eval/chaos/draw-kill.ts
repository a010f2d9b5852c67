import type { Status } from '#core/improvements/status.ts';

export const victims = ['main', 'database', 'proxy', 'version', 'sandbox'] as const;

/** A kind of process that may be killed at any moment. */
export type Victim = (typeof victims)[number];

/** The statuses of an improvement in which the campaign kills; the others are over in a moment, or are final. */
export const stages = [
  'opportunity',
  'generating',
  'testing',
  'awaiting-approval',
  'deploying',
  'watching',
  'applied',
  'rolling-back',
] as const satisfies readonly Status[];

export type Stage = (typeof stages)[number];

export const isStage = (status: Status): status is Stage => (stages as readonly Status[]).includes(status);

/** What happens besides the kill. */
export type Trouble =
  /** The database stands still before it, for so many milliseconds. */
  | { readonly kind: 'database-stopped'; readonly milliseconds: number }
  /** The disk has no space left around it. */
  | { readonly kind: 'disk-full' }
  /** The next instance starts with a clock that is off by so many seconds. */
  | { readonly kind: 'clock-moved'; readonly seconds: number };

export interface Kill {
  readonly victim: Victim;
  /** Milliseconds from the decision to the kill. */
  readonly wait: number;
  /** In [0, 1): which one of several processes of that kind. */
  readonly which: number;
  readonly trouble: Trouble | null;
}

/** How often each kind was killed since the improvement has its status. */
export type Spent = Readonly<Partial<Record<Victim, number>>>;

export interface DrawKill {
  readonly spent: Spent;
  /** The kinds of which a process runs now. */
  readonly running: ReadonlySet<Victim>;
  readonly troubles: ReadonlySet<Trouble['kind']>;
}

/**
 * The most kills of a kind in one status. An instance continues an execution five times, and a job is run once more if it
 * ends by itself: after more, the improvement ends by design.
 */
const most: Readonly<Record<Victim, number>> = {
  main: 5,
  sandbox: 1,
  database: Number.POSITIVE_INFINITY,
  proxy: Number.POSITIVE_INFINITY,
  version: Number.POSITIVE_INFINITY,
};

const longestWait = 1_000;
const shareWithTrouble = 0.12;
const longestStop = 9_000;
const farthest = 40;

/** Draws what is killed next, and when; null if nothing that runs may be killed any more. */
export function drawKill(random: () => number, { spent, running, troubles }: DrawKill): Kill | null {
  const candidates = victims.filter((victim) => running.has(victim) && (spent[victim] ?? 0) < most[victim]);
  const victim = candidates[Math.floor(random() * candidates.length)];
  const [wait, which, chance, kind, amount] = [random(), random(), random(), random(), random()] as const;
  if (victim === undefined) return null;
  const trouble = chance < shareWithTrouble ? troubleFor(victim, troubles, kind, amount) : null;
  return { victim, wait: Math.floor(wait * longestWait), which, trouble };
}

function troubleFor(
  victim: Victim,
  troubles: DrawKill['troubles'],
  kind: number,
  amount: number,
): Trouble | null {
  const possible: readonly Trouble[] = [
    { kind: 'database-stopped', milliseconds: Math.floor(amount * longestStop) },
    { kind: 'disk-full' },
    // A process keeps the clock that it has started with.
    ...(victim === 'main'
      ? [{ kind: 'clock-moved', seconds: Math.round((2 * amount - 1) * farthest) } as const]
      : []),
  ];
  const allowed = possible.filter((trouble) => troubles.has(trouble.kind));
  return allowed[Math.floor(kind * allowed.length)] ?? null;
}
