/** Who can fix it: the caller fixes `caller`, waiting may fix `dependency`, and we must fix `ours`. */
export type Fault = 'caller' | 'dependency' | 'ours';

interface Details {
  /** Stable, machine-readable: `feedback/rating-out-of-range`. */
  readonly code: string;
  readonly fault?: Fault;
  /** Details for programs: the field, the allowed values, the current status. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An expected failure. The message is one sentence that says what was wrong and what would be right. */
export class DomainError extends Error {
  readonly code: string;
  readonly fault: Fault;
  readonly data: Readonly<Record<string, unknown>>;

  constructor(message: string, details: Details) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.fault = details.fault ?? 'caller';
    this.data = details.data ?? {};
  }
}

/** The input cannot be understood or accepted. */
export class InvalidInput extends DomainError {}

/** The caller is not authenticated. */
export class Unauthenticated extends DomainError {}

/** The input exceeds the size limit. */
export class TooLarge extends DomainError {}

/** The input is in a format that is not read here. */
export class Unsupported extends DomainError {}

/** The named resource does not exist, or this caller may not see it. */
export class NotFound extends DomainError {}

/** The resource exists, but its current state does not allow this. */
export class Conflict extends DomainError {}

/** Another writer changed the record first: read it again and decide again. */
export class Stale extends Conflict {
  constructor(message: string, details: Omit<Details, 'code'> = {}) {
    super(message, { code: 'store/stale', ...details });
  }
}

/** The caller is authenticated but may not do this. */
export class Forbidden extends DomainError {}

/** A dependency failed or did not respond. */
export class Unavailable extends DomainError {
  constructor(message: string, details: Details) {
    super(message, { fault: 'dependency', ...details });
  }
}
