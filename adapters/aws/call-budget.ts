import { AsyncLocalStorage } from 'node:async_hooks';

interface Budget {
  /** The longest time without a response while calls wait for one. */
  readonly milliseconds: number;
  /** When the last response to any of the calls came, by `performance.now()`. */
  respondedAt: number;
  /** A call has used it up: the service behind it is away, and the next calls would only wait as long. */
  isSpent: boolean;
}

const budgets = new AsyncLocalStorage<Budget>();

/**
 * Runs work for somebody who waits: once no call to an AWS service has got a response for so many milliseconds, those that
 * wait fail with a `TimeoutError`, and all later ones at once. Many calls that queue behind each other take their time.
 */
export const withCallBudget = <Result>(milliseconds: number, work: () => Result): Result =>
  budgets.run({ milliseconds, respondedAt: 0, isSpent: false }, work);

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
  const begun = performance.now();
  const { promise, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const silence = performance.now() - Math.max(begun, budget.respondedAt);
    const left = budget.milliseconds - silence;
    if (left > 0) {
      timer = setTimeout(wait, Math.ceil(left));
      return;
    }
    budget.isSpent = true;
    reject(late(budget));
  };
  wait();
  try {
    const result = await Promise.race([call(), promise]);
    budget.respondedAt = performance.now();
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** Named as the SDK names its own. */
const late = ({ milliseconds }: Budget): Error =>
  Object.assign(new Error(`there was no response within ${milliseconds} ms`), { name: 'TimeoutError' });
