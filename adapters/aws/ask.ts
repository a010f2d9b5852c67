import { Forbidden } from '#core/errors.ts';
import { toUnavailable } from './as-unavailable.ts';

/** What is asked of an AWS service, in the words of the person who may have to fix it. */
interface Question {
  /** The area of the error codes: `fleet` makes `fleet/unavailable` and `fleet/forbidden`. */
  readonly area: string;
  /** The IAM action, `lambda:UpdateAlias`. */
  readonly action: string;
  /** What it is done to: `function shop`. */
  readonly resource: string;
}

const forbidden = ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation'];

/**
 * Asks, and tells the outcomes that every AWS service has in the domain's words; any other error stays as it is.
 * @throws Unavailable `<area>/unavailable` when waiting may fix it, Forbidden `<area>/forbidden`, whose fault is
 * ours, when the function's role lacks the permission.
 */
export async function ask<Answer>(question: Question, send: () => Promise<Answer>): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    throw outcomeOf(error, question);
  }
}

function outcomeOf(error: unknown, { area, action, resource }: Question): unknown {
  if (!(error instanceof Error && forbidden.includes(error.name)))
    return toUnavailable(error, { what: resource, code: `${area}/unavailable` });
  return new Forbidden(`this function's role lacks the permission ${action} on ${resource}.`, {
    code: `${area}/forbidden`,
    fault: 'ours',
    cause: error,
  });
}
