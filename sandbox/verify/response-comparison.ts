import { identityOf } from '#core/improvements/candidate/request-shape.ts';
import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { differentParts, type Ignore } from '#core/proof/compare-responses.ts';
import type { ReplayOutcome, Round } from './replay.ts';

/** What is known about the responses to one request, over all its rounds. */
export interface ComparedRequest {
  readonly request: RecordedRequest;
  readonly rounds: number;
  /** Of the base's last response; null if there was none. */
  readonly status: number | null;
  /** The base gives a response and repeats it, so that it can be compared; some of its headers may vary. */
  readonly isStable: boolean;
  /** One sentence for each part that the base repeats and the candidate does not. */
  readonly differences: readonly string[];
}

interface Entry {
  readonly request: RecordedRequest;
  rounds: number;
  status: number | null;
  /** Parts of the response that the base did not repeat in some round. */
  readonly unstable: Set<string>;
  /** The first sentence for each part that differed on the candidate. */
  readonly differences: Map<string, string>;
}

/**
 * Compares the candidate's responses with the base's, round by round, and keeps no response. What the base does not repeat
 * in any one round is set aside in all rounds of that request: the status, a header or the body, each by itself.
 */
export class ResponseComparison {
  readonly #ignore: Ignore;
  readonly #entries = new Map<string, Entry>();

  constructor(ignore: Ignore) {
    this.#ignore = ignore;
  }

  add({ request, base, candidate, again }: Round): void {
    const key = identityOf(request);
    const entry = this.#entries.get(key) ?? {
      request,
      rounds: 0,
      status: null,
      unstable: new Set(),
      differences: new Map(),
    };
    this.#entries.set(key, entry);
    entry.rounds += 1;
    entry.status = typeof base === 'string' ? null : base.status;
    for (const part of partsThatDiffer(base, again, this.#ignore).keys()) entry.unstable.add(part);
    for (const outcome of candidate) {
      for (const [part, sentence] of partsThatDiffer(base, outcome, this.#ignore)) {
        if (!entry.differences.has(part)) entry.differences.set(part, sentence);
      }
    }
  }

  /** The requests in the order in which they were first sent. */
  get requests(): readonly ComparedRequest[] {
    return [...this.#entries.values()].map(({ request, rounds, status, unstable, differences }) => {
      const isAnswered = !unstable.has('response') && !unstable.has('status');
      return {
        request,
        rounds,
        status,
        isStable: isAnswered && !unstable.has('body'),
        differences: [...differences].flatMap(([part, sentence]) =>
          isAnswered && !unstable.has(part) ? [`${request.method} ${request.path}: ${sentence}`] : [],
        ),
      };
    });
  }

  get differences(): readonly string[] {
    return this.requests.flatMap(({ differences }) => differences);
  }
}

/** Without a response of the base, there is nothing to compare, and nothing that it could repeat. */
function partsThatDiffer(
  base: ReplayOutcome,
  other: ReplayOutcome,
  ignore: Ignore,
): ReadonlyMap<string, string> {
  if (typeof base === 'string') return new Map([['response', `no response of the base: ${base}`]]);
  if (typeof other === 'string') return new Map([['response', `no response any more: ${other}`]]);
  return differentParts(base, other, ignore);
}
