import { AsyncLocalStorage } from 'node:async_hooks';

interface Budget {
  /** For each call, with all its attempts. */
  readonly milliseconds: number;
  /** A call has used it up: the service behind it is away, and the next calls would only wait as long. */
  isSpent: boolean;
}

const budgets = new AsyncLocalStorage<Budget>();

/**
 * Runs work for somebody who waits: each of its calls to an AWS service fails after so many milliseconds with a
 * `TimeoutError`, and all calls after that one at once.
 */
export const withCallBudget = <Result>(milliseconds: number, work: () => Result): Result =>
  budgets.run({ milliseconds, isSpent: false }, work);

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
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    budget.isSpent = true;
    reject(late(budget));
  }, budget.milliseconds);
  return Promise.race([call(), promise]).finally(() => clearTimeout(timer));
}

/** Named as the SDK names its own. */
const late = ({ milliseconds }: Budget): Error =>
  Object.assign(new Error(`there was no response within ${milliseconds} ms`), { name: 'TimeoutError' });
