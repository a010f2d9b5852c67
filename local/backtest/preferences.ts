import { DomainError } from '#core/errors.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { parseJson } from '#core/validation.ts';
import { MemoryHabits } from './memory-habits.ts';
import { MemoryLearner } from './memory-learner.ts';
import { Operation } from './operations.ts';

/** Responds to one line of a log after another; `null` when there is nothing to respond. */
export type Backtest = (line: string) => string | null;

/**
 * Runs the product's learner line by line (see `operations.ts`). The response to an invalid line is `{"error": …}`, and
 * the line changes nothing.
 */
export function backtestPreferences(seed: number): Backtest {
  const learner = new MemoryLearner(seededRandom(seed));
  const habits = new MemoryHabits();
  let count = 0;

  return (line) => {
    count += 1;
    if (line.trim() === '') return null;
    try {
      const operation = parseJson(Operation, line, `line ${count}`, 'backtest/invalid-line');
      const response = responseTo(operation, learner, habits);
      return response === null ? null : JSON.stringify(response);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return JSON.stringify({ error: error.message });
    }
  };
}

function responseTo(operation: Operation, learner: MemoryLearner, habits: MemoryHabits): object | null {
  switch (operation.op) {
    case 'models':
      learner.offer(operation.models);
      return {};
    case 'choose': {
      const { model, propensity } = learner.choose(operation.user, operation.task, operation.ts);
      return { model, propensity };
    }
    case 'feedback': {
      const { user, task, model, reward, ts, id } = operation;
      learner.feedback(user, { task, model, reward, at: ts }, id);
      return null;
    }
    case 'predict':
      return learner.predict(operation.user, operation.task, operation.ts);
    case 'value':
      return learner.value(operation.user, operation.task, operation.model, operation.ts);
    case 'tick':
      learner.refit(operation.ts);
      return {};
    case 'activity':
      habits.activity(operation.user, operation.activity, operation.ts, operation.tz);
      return null;
    case 'next':
      return { ranked: habits.next(operation.user, operation.ts, operation.tz) };
  }
}
