import { AsyncLocalStorage } from 'node:async_hooks';

interface Budget {
  /** The longest time without a response while calls wait for one. */
  readonly milliseconds: number;
  /** Of it, what has passed. */
  silence: number;
  waiting: number;
  timer: NodeJS.Timeout | undefined;
  /** It is used up: the service behind it is away, and the next calls would only wait as long. */
  isSpent: boolean;
  /** Rejects then. */
  readonly end: PromiseWithResolvers<never>;
}

const budgets = new AsyncLocalStorage<Budget>();

/**
 * Runs work for somebody who waits: once no call to an AWS service has got a response for so many milliseconds, those that
 * wait fail with a `TimeoutError`, and all later ones at once. Many calls that queue behind each other take their time.
 */
export function withCallBudget<Result>(milliseconds: number, work: () => Result): Result {
  const end = Promise.withResolvers<never>();
  end.promise.catch(() => undefined);
  return budgets.run({ milliseconds, silence: 0, waiting: 0, timer: undefined, isSpent: false, end }, work);
}

type Next = (request: never) => Promise<unknown>;

/** What every AWS client has. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: Next) => Next,
      options: { step: 'initialize'; name: string; override: true },
    ): void;
  };
}

/** The client, so that its calls keep to the budget of the work that makes them. */
export function keepingBudget<Sender>(client: Sender): Sender {
  (client as Client).middlewareStack.add((next) => (request) => spend(() => next(request)), {
    step: 'initialize',
    name: 'callBudget',
    override: true,
  });
  return client;
}

async function spend<Result>(call: () => Promise<Result>): Promise<Result> {
  const budget = budgets.getStore();
  if (!budget) return call();
  if (budget.isSpent) throw late(budget);
  budget.waiting += 1;
  budget.timer ??= watch(budget);
  try {
    const result = await Promise.race([call(), budget.end.promise]);
    budget.silence = 0;
    return result;
  } finally {
    budget.waiting -= 1;
    if (budget.waiting === 0) {
      clearInterval(budget.timer);
      budget.timer = undefined;
      budget.silence = 0;
    }
  }
}

/** Counts in steps: while this process is busy itself, no step is made, and no response could be read. */
function watch(budget: Budget): NodeJS.Timeout {
  const step = budget.milliseconds / 10;
  return setInterval(() => {
    budget.silence += step;
    if (budget.silence < budget.milliseconds || budget.isSpent) return;
    budget.isSpent = true;
    budget.end.reject(late(budget));
  }, step);
}

/** Named as the SDK names its own. */
const late = ({ milliseconds }: Budget): Error =>
  Object.assign(new Error(`there was no response within ${milliseconds} ms`), { name: 'TimeoutError' });
