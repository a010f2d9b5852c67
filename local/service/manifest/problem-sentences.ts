import * as z from 'zod';

type Issue = z.core.$ZodIssue;

/** A problem of a value, and where it is. */
interface ProblemAt {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What an issue says, each name that is not known as a problem of its own. */
export function problemsOf(issue: Issue, schema: z.ZodType): readonly ProblemAt[] {
  const { path } = issue;
  if (issue.code !== 'unrecognized_keys') return [{ path, message: sentenceOf(issue) }];
  const known = namesAt(schema, path).join(', ');
  return issue.keys.map((key) => ({
    path: [...path, key],
    message: `${nameOf([...path, key])} is not known here; there are ${known}`,
  }));
}

function sentenceOf(issue: Issue): string {
  const name = nameOf(issue.path);
  if (isMissing(issue)) return `${name} is missing: expected ${issue.expected}`;
  return name === '' ? reasonOf(issue) : `${name}: ${reasonOf(issue)}`;
}

function reasonOf(issue: Issue): string {
  if (issue.code === 'invalid_key') return issue.issues.map(reasonOf).join(', and ');
  // The words after it say what is invalid.
  if (issue.code !== 'invalid_union' || issue.errors.length === 0)
    return issue.message.replace(/^Invalid (?:input|option): /, '');
  return issue.errors.map((inner) => inner.map(sentenceOf).join(', and ')).join('; or ');
}

const isMissing = (issue: Issue): issue is z.core.$ZodIssueInvalidType =>
  issue.code === 'invalid_type' && issue.message.endsWith('received undefined');

const nameOf = (path: readonly PropertyKey[]): string => path.join('.');

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
}

/** The names that an object at the path may have. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Described;
  let described: Described | undefined = root;
  for (const key of path) {
    const more: Described | boolean | undefined = described?.additionalProperties;
    described = described?.properties?.[String(key)] ?? described?.items ?? (more === true ? {} : more || {});
  }
  return Object.keys(described?.properties ?? {});
}
