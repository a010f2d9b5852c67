import { type DomainError, InvalidInput } from '../../errors.ts';
import type { Manifest } from '../../service/manifest.ts';
import type { Improvement } from '../improvement.ts';
import type { CandidateGenerator, Proposal, Snapshot, TriedChange } from './candidate.ts';
import { makeCandidate, type PatchedCandidate, type PatchTools } from './make-candidate.ts';

interface Question {
  readonly improvement: Improvement;
  /** Also what was refused since the record was read. */
  readonly earlier: readonly TriedChange[];
  readonly snapshot: Snapshot;
  readonly manifest: Manifest;
  readonly patches: PatchTools;
}

/** What a generator gave: a candidate, or a refused attempt. */
export type Answer = PatchedCandidate | { readonly refused: TriedChange };

/**
 * Asks a generator once. The patch of an earlier attempt is refused with that attempt's outcome: it is not tested again.
 * @returns null if it has no fix. @throws Unavailable when it could not be asked.
 */
export async function askGenerator(
  generator: CandidateGenerator,
  { improvement, earlier, snapshot, manifest, patches }: Question,
): Promise<Answer | null> {
  const { finding, attempt } = improvement;
  const proposal = await generator.propose({ finding, snapshot, earlier }).catch(orRefusal);
  if (proposal === null) return null;
  if (proposal instanceof InvalidInput) return refuse(generator.source, null, proposal);
  try {
    const made = makeCandidate({ proposal, snapshot, manifest, attempt, ...patches });
    const known = earlier.find(({ hash }) => hash === made.candidate.hash);
    if (!known) return made;
    const refused = { ...known, outcome: `refused: the same change was tried before, and ${known.outcome}` };
    return { refused };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return refuse(generator.source, proposal, error);
  }
}

/** A malformed answer of a generator counts as its attempt; no answer does not. */
function orRefusal(error: unknown): InvalidInput {
  if (error instanceof InvalidInput) return error;
  throw error;
}

function refuse(source: TriedChange['source'], proposal: Proposal | null, refusal: DomainError): Answer {
  const refused = {
    source,
    author: proposal?.author ?? source,
    path: proposal?.path ?? '',
    function: proposal?.function ?? '',
    hash: null,
    patch: '',
    outcome: `refused: ${refusal.message}`,
  };
  return { refused };
}
