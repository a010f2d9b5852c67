/** Whose doing it is: the caller can mend `caller`, waiting may mend `dependency`, and we must mend `ours`. */
export type Fault = 'caller' | 'dependency' | 'ours';

interface Details {
  /** Stable, machine-readable: `feedback/rating-out-of-range`. */
  readonly code: string;
  readonly fault?: Fault;
  /** What a program may want to read: the field, the allowed values, the current status. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An outcome the domain foresees. The message is one sentence that says what was wrong and what would be right. */
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

/** The caller has not shown who it is. */
export class Unauthenticated extends DomainError {}

/** The input is larger than we take. */
export class TooLarge extends DomainError {}

/** The named thing does not exist, or not for this caller. */
export class NotFound extends DomainError {}

/** The thing exists, and its present state does not allow this. */
export class Conflict extends DomainError {}

/** Somebody else changed the record first: read it again and decide anew. */
export class Stale extends Conflict {
  constructor(message: string, details: Omit<Details, 'code'> = {}) {
    super(message, { code: 'store/stale', ...details });
  }
}

/** The caller is known and may not do this. */
export class Forbidden extends DomainError {}

/** Something we depend on did not answer as it should. */
export class Unavailable extends DomainError {
  constructor(message: string, details: Details) {
    super(message, { fault: 'dependency', ...details });
  }
}
