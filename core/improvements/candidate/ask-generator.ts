import { type DomainError, InvalidInput } from '../../errors.ts';
import type { Manifest } from '../../service/manifest.ts';
import { callsOf } from '../base/base-report.ts';
import type { Improvement } from '../improvement.ts';
import type { CandidateGenerator, GenerationRequest, Proposal, TriedChange } from './candidate.ts';
import { makeCandidate, type PatchedCandidate, type PatchTools } from './make-candidate.ts';

export interface Question extends Omit<GenerationRequest, 'finding' | 'calls'> {
  readonly improvement: Improvement;
  readonly manifest: Manifest;
  readonly patches: PatchTools;
}

/** What a generator gave: a candidate, or a refused attempt with its answer as far as that can be shown. */
export type Answer = PatchedCandidate | { readonly refused: TriedChange; readonly answer: string | null };

/**
 * Asks a generator once. The patch of an earlier attempt is refused with that attempt's outcome: it is not tested again.
 * @returns null if it has no fix. @throws Unavailable when it could not be asked.
 */
export async function askGenerator(
  generator: CandidateGenerator,
  { improvement, manifest, patches, ...request }: Question,
): Promise<Answer | null> {
  const { finding, attempt, endpoint, baseReport } = improvement;
  const { snapshot, earlier } = request;
  const calls = callsOf(baseReport, endpoint);
  const proposal = await generator.propose({ finding, calls, ...request }).catch(orRefusal);
  if (proposal === null) return null;
  if (proposal instanceof InvalidInput) return refuse(generator.source, null, proposal);
  try {
    const changes = await patches.format(proposal.changes, snapshot.files);
    const written = { ...proposal, changes };
    const made = makeCandidate({ proposal: written, snapshot, manifest, attempt, ...patches });
    const known = earlier.find(
      ({ hash, ended }) => hash === made.candidate.hash && ended?.decision !== 'not-chosen',
    );
    if (!known) return made;
    const outcome = `refused: the same change was tried before, and ${known.outcome}`;
    return { refused: { ...known, outcome }, answer: null };
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
  const { answer, author } = refusal.data;
  const refused = {
    source,
    author: proposal?.author ?? (typeof author === 'string' ? author : source),
    path: proposal?.path ?? '',
    function: proposal?.function ?? '',
    hash: null,
    patch: '',
    outcome: `refused: ${refusal.message}`,
  };
  return { refused, answer: typeof answer === 'string' ? answer : null };
}
