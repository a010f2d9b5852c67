import type {
  CandidateGenerator,
  GenerationRequest,
  Proposal,
} from '#core/improvements/candidate/candidate.ts';
import { functionAt, type NamedFunction } from './named-functions.ts';
import { isOutOfReach } from './out-of-reach.ts';
import { rewrites } from './rules/registry.ts';
import type { Rewrite, RuleContext } from './rules/rule.ts';
import { applyEdits, isSource, isWellFormed, parseSource } from './syntax.ts';

/** Proposes the first rule that applies to the hottest function, or for another idea the next one; each rule once per function. */
export function createRuleGenerator(): CandidateGenerator {
  return {
    source: 'rule',
    propose: async (request) => fits(request).drop(request.idea).next().value ?? null,
  };
}

function* fits(request: GenerationRequest): Generator<Proposal> {
  for (const { target, context } of hotFunctions(request)) {
    if (isOutOfReach(target.node)) continue;
    for (const rule of mostPromisingFirst(request)) {
      if (wasTried(rule, target, context, request)) continue;
      const match = rule.find(target.node, context).find((found) => 'edits' in found);
      const text = match && applyEdits(context.text, match.edits);
      if (text && isWellFormed(context.path, text, context.text))
        yield asProposal(rule, target, context, text);
    }
  }
}

/** Rules whose changes are more often promoted come first; equals in the order of the registry. */
function mostPromisingFirst({ expectedOf }: GenerationRequest): readonly Rewrite[] {
  return expectedOf ? rewrites.toSorted((a, b) => expectedOf(b.name) - expectedOf(a.name)) : rewrites;
}

function* hotFunctions({ finding, snapshot }: GenerationRequest) {
  const seen = new Set<string>();
  for (const hot of finding.hottest) {
    const file = snapshot.files.find(({ path }) => path === hot.file);
    if (!file || !isSource(file.path)) continue;
    const root = parseSource(file.path, file.text);
    const target = functionAt(root, hot);
    const key = `${file.path} ${target?.node.range().start.index}`;
    if (!target || seen.has(key)) continue;
    seen.add(key);
    const context: RuleContext = { path: file.path, text: file.text, root, files: snapshot.files };
    yield { target, context };
  }
}

function wasTried(
  rule: Rewrite,
  target: NamedFunction,
  { path }: RuleContext,
  { earlier }: GenerationRequest,
): boolean {
  return earlier.some(
    (attempt) =>
      attempt.source === 'rule' &&
      attempt.ended?.decision !== 'not-chosen' &&
      attempt.author === rule.name &&
      attempt.path === path &&
      attempt.function === target.name,
  );
}

function asProposal(rule: Rewrite, target: NamedFunction, { path }: RuleContext, text: string): Proposal {
  return {
    source: 'rule',
    author: rule.name,
    title: rule.title(target.name),
    rationale: rule.rationale,
    path,
    function: target.name,
    changes: [{ path, text }],
  };
}
