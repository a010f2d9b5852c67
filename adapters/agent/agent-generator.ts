import { isSource, isWellFormed } from '#adapters/ast-grep/syntax.ts';
import { InvalidInput } from '#core/errors.ts';
import type { Written } from '#core/improvements/agent/written.ts';
import type {
  CandidateGenerator,
  EarlierAttempt,
  GenerationRequest,
  Proposal,
} from '#core/improvements/candidate/candidate.ts';
import { inNameOf } from '#core/improvements/candidate/in-name-of.ts';
import { protectionOf } from '#core/service/protected-paths.ts';
import { mainPlace } from './main-place.ts';
import { type AgentDependencies, writtenFor } from './written-for.ts';

/** For one finding, also over several improvements. */
const mostRuns = 3;

/**
 * Lets an operator's agent write the fix of one improvement, in a box. The same task is run once: after a death half-way the
 * result is found, or the run repeated.
 *
 * `propose` throws `Unavailable` if no box can be made, `Conflict` `agent/budget-spent`, and `InvalidInput` `agent/...` if
 * a run left nothing to judge.
 */
export function createAgentGenerator(needs: AgentDependencies): CandidateGenerator {
  return {
    source: 'agent',
    propose: (request) => inNameOf(needs.settings.name, () => proposeFor(request, needs)),
  };
}

async function proposeFor(request: GenerationRequest, needs: AgentDependencies): Promise<Proposal | null> {
  // An agent tries several ideas by itself: it is not asked side by side.
  if (request.idea > 0 || request.snapshot.files.length === 0 || isInVain(request.earlier)) return null;
  const written = await writtenFor(request, needs);
  request.count({ tokens: null, dollars: written.dollars });
  if (written.refusal !== null) refuse('refused', written.refusal);
  return proposalOf(written, request, needs);
}

/** An agent that fails twice in the same way will do so again. */
function isInVain(earlier: readonly EarlierAttempt[]): boolean {
  const own = earlier.filter(({ source }) => source === 'agent');
  const [last, before] = own.toReversed();
  return own.length >= mostRuns || (last !== undefined && last.outcome === before?.outcome);
}

function proposalOf(
  { changes, title, rationale }: Written,
  request: GenerationRequest,
  { settings: { name }, service }: AgentDependencies,
): Proposal {
  for (const { path, text } of changes) {
    if (protectionOf(path, service.manifest.protectedPaths) !== null)
      refuse('protected-path', `The agent changed ${path}, which is protected.`);
    const before = request.snapshot.files.find((file) => file.path === path)?.text;
    if (isSource(path) && !isWellFormed(path, text, before))
      refuse('syntax', `With the agent's change ${path} cannot be compiled.`);
  }
  const place = mainPlace(changes, request);
  return {
    source: 'agent',
    author: name,
    title:
      title ?? `Make ${place.function || request.finding.endpoint || 'the service'} faster`.slice(0, 100),
    rationale: rationale ?? `The agent ${name} gave no reason for its change.`,
    ...place,
    changes,
  };
}

function refuse(code: string, sentence: string): never {
  throw new InvalidInput(sentence, { code: `agent/${code}`, fault: 'dependency' });
}
