/** What an endpoint's name is matched with. */
export interface RequestLine {
  readonly method: string;
  /** With or without the query string. */
  readonly path: string;
}

/** The endpoint that served a request, and the resource: its path up to the first parameter. */
export interface MatchedEndpoint {
  readonly endpoint: string;
  readonly resource: string;
}

/**
 * Finds the endpoint of requests among names, `METHOD /route/:template`. Of two that match, the one with more literal
 * segments is meant: `/products/new` before `/products/:id`; of those with as many, the first.
 */
export function endpointMatcher(
  endpoints: readonly string[],
): (request: RequestLine) => MatchedEndpoint | null {
  const root = emptyBranch();
  for (const [order, endpoint] of endpoints.entries()) add(root, endpoint, order);
  return ({ method, path }) => {
    const parts = segmentsOf(path.split('?')[0] ?? '');
    let best: Template | null = null;
    for (const found of templatesIn(root, [method, ...parts.map(decoded)]))
      if (best === null || isBefore(found, best)) best = found;
    if (best === null) return null;
    return { endpoint: best.endpoint, resource: `/${parts.slice(0, best.ofResource).join('/')}` };
  };
}

/** The name of an endpoint, at the end of its segments. */
interface Template {
  readonly endpoint: string;
  /** Its place among the names. */
  readonly order: number;
  readonly literals: number;
  /** Number of segments up to the first parameter. */
  readonly ofResource: number;
}

/** Names that begin with the same segments, by the next one: a request passes by all others. */
interface Branch {
  readonly templates: Template[];
  readonly literal: Map<string, Branch>;
  /** By the text of their pattern. */
  readonly withParameter: Map<string, { readonly test: RegExp; readonly branch: Branch }>;
}

const emptyBranch = (): Branch => ({ templates: [], literal: new Map(), withParameter: new Map() });

function add(root: Branch, endpoint: string, order: number): void {
  const [method = '', template = ''] = endpoint.split(' ');
  const segments = segmentsOf(template);
  const firstParameter = segments.findIndex(isParameter);
  let branch = literalBranch(root, method);
  for (const segment of segments)
    branch = isParameter(segment)
      ? parameterBranch(branch, segment)
      : literalBranch(branch, decoded(segment));
  branch.templates.push({
    endpoint,
    order,
    literals: segments.filter((segment) => !isParameter(segment)).length,
    ofResource: firstParameter === -1 ? segments.length : firstParameter + 1,
  });
}

function literalBranch({ literal }: Branch, segment: string): Branch {
  const branch = literal.get(segment) ?? emptyBranch();
  literal.set(segment, branch);
  return branch;
}

function parameterBranch({ withParameter }: Branch, segment: string): Branch {
  const pattern = patternOf(segment);
  const known = withParameter.get(pattern) ?? { test: new RegExp(pattern, 'su'), branch: emptyBranch() };
  withParameter.set(pattern, known);
  return known.branch;
}

/** @param parts decoded, from the one that follows the branch on. */
function* templatesIn(branch: Branch, [part, ...rest]: readonly string[]): Generator<Template> {
  if (part === undefined) {
    yield* branch.templates;
    return;
  }
  const same = branch.literal.get(part);
  if (same) yield* templatesIn(same, rest);
  for (const { test, branch: next } of branch.withParameter.values())
    if (test.test(part)) yield* templatesIn(next, rest);
}

const isBefore = (one: Template, other: Template): boolean =>
  one.literals > other.literals || (one.literals === other.literals && one.order < other.order);

/** As routers write them: `:id`, `:id(\\d+)`, `{id}`, `<id>`, `[id]`, `*`, `*rest`; also within a segment: `:from-:to`. */
const parameter = /:\w+(?:\([^)]*\))?[?+*]?|\{[^}]*\}|<[^>]*>|\[[^\]]*\]|\*\w*/g;

const isParameter = (segment: string): boolean => segment.search(parameter) !== -1;

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

/** What a decoded segment of a path must match: anything in the place of the parameters. */
function patternOf(segment: string): string {
  const literals = segment.split(parameter).map((literal) => RegExp.escape(decoded(literal)));
  return `^${literals.join('.+')}$`;
}

/** Routes are written as people read them, paths arrive percent-encoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
