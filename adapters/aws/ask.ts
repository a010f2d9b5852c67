import { Forbidden } from '#core/errors.ts';
import { toUnavailable } from './as-unavailable.ts';

/** A request to an AWS service, in the words of the person who may have to fix it. */
interface Question {
  /** The area of the error codes: `fleet` makes `fleet/unavailable` and `fleet/forbidden`. */
  readonly area: string;
  /** The IAM action, `lambda:UpdateAlias`. */
  readonly action: string;
  /** The resource: `function shop`. */
  readonly resource: string;
}

const forbidden = ['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation'];

/**
 * Sends the request and maps the errors that all AWS services share; any other error is passed on.
 * @throws Unavailable `<area>/unavailable` if waiting may help; Forbidden `<area>/forbidden` if the function's role
 * lacks the permission (our fault).
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
