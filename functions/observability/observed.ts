import type { Context } from 'aws-lambda';
import { logger } from './logger.ts';
import { publishMetrics } from './metrics.ts';
import { type About, reportFailure } from './report-failure.ts';

interface Observed<Input, Result> {
  /** Validates the event; throws if the function does not accept it. */
  readonly read: (event: unknown) => Input;
  /** Names for the log. */
  readonly about: (input: Input) => About;
  readonly run: (input: Input) => Promise<Result>;
}

/**
 * A Lambda handler without a waiting person: the outcome goes to log and metrics, and an error reaches the caller
 * under its own name.
 *
 * ```ts export const handler = observed({ read: (event) => parse(Greeting, event, 'the greeting',
 * 'greeting/invalid'), about: ({ service }) => ({ service }), run: ({ service }) => greet(service), });
 * ```
 */
export function observed<Input, Result>({ read, about, run }: Observed<Input, Result>) {
  return async (event: unknown, context?: Context): Promise<Result> => {
    let names: About = { invocationId: context?.awsRequestId };
    try {
      const input = read(event);
      names = { ...names, ...about(input) };
      const result = await run(input);
      logger.info('done', names);
      return result;
    } catch (error) {
      reportFailure(error, names);
      throw error;
    } finally {
      publishMetrics();
    }
  };
}
