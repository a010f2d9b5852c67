import { parseEnv } from 'node:util';
import type * as z from 'zod';
import type { Manifest } from '#core/service/manifest.ts';
import { codeFiles } from './code-files.ts';
import type { FileView } from './file-view.ts';

export type Variables = NonNullable<z.input<typeof Manifest>['env']>;

/** What the code reads from its environment. */
export interface Environment {
  /** With values from the repository's own example files. */
  readonly variables: Variables;
  /** Names that stand in the code or in an example, without a value. */
  readonly others: readonly string[];
  /** Further names in code that handles an environment: keys of a schema, or constants of its own. */
  readonly mentioned: readonly string[];
  /** The example file, if there is one. */
  readonly example: string | null;
}

const exampleNames = [
  '.env.example',
  '.env.sample',
  '.env.template',
  '.env.dist',
  'env.example',
  '.env.test',
  'example.env',
];
/** What is set for the service, and what says where it runs. */
const ours = /^(?:PORT|PATH|HOME|NODE_OPTIONS|NODE_ENV|IRONCLAW_.*)$/;
const secretWords = /SECRET|TOKEN|PASSWORD|PASSPHRASE|_PASS$|_KEY$|^KEY_|API_?KEY|PRIVATE|CREDENTIAL|_DSN$/;
/** Numbers and switches are no secrets, whatever their name: `RESET_PASSWORD_MINUTES=10`. */
const plainValue = /^(?:\d{1,9}|true|false)$/i;
/** Real keys of well-known services, by how these begin them: they belong into no file, not even an example. */
const realKey =
  /^(?:sk-|[sr]k_live_|gh[a-z]_|github_pat_|npm_|xox[a-z]-|A[KS]IA|AIza|SG\.|-----BEGIN )(?=.{12})/;
const inCode = /\benv\??\.([A-Z][A-Z0-9_]*)\b|\benv\[\s*['"]([A-Z][A-Z0-9_]*)['"]\s*\]/g;
const destructured = /\{([^{}]*)\}\s*=\s*(?:process\.|import\.meta\.)?env\b/g;
const word = /\b[A-Z][A-Z0-9_]{2,}\b/g;
/** Keys and texts, as a schema of joi, zod and others names variables. */
const namedInSchema = /\b([A-Z][A-Z0-9_]{2,})\??:|['"`]([A-Z][A-Z0-9_]{2,})['"`]/g;
/** How a message says that a variable is missing. */
const isMissing = 'required|missing|not |undefined|invalid';

/** Which variables the service reads, with the values that an example file gives to those that its code names. */
export function environmentOf(view: FileView): Environment {
  const texts = codeFiles(view).map((path) => view.read(path) ?? '');
  const example = exampleNames.find((name) => view.has(name)) ?? null;
  const given = example === null ? {} : readExample(view.read(example) ?? '');
  const words = new Set(texts.flatMap((text) => text.match(word) ?? []));
  const isUsed = (name: string) => words.has(name) && !ours.test(name);
  const values = Object.entries(given).filter(([name, value]) => value !== '' && isUsed(name));
  const names = [...Object.keys(given).filter(isUsed), ...texts.flatMap(readsIn)];
  const schemas = texts
    .filter((text) => /env/i.test(text))
    .flatMap((text) => [...text.matchAll(namedInSchema)]);
  const isOpen = (name: string) => !given[name] && !(ours.test(name) && name !== 'NODE_ENV');
  return {
    variables: Object.fromEntries(values.map(([name, value]) => [name, asVariable(name, value)])),
    others: [...new Set(names)].filter((name) => !ours.test(name) && !given[name]),
    mentioned: [...new Set(schemas.map(([, key, text]) => key ?? text ?? ''))].filter(isOpen),
    example,
  };
}

/**
 * A variable with a value for tests. What its name or its value tells to be a secret gets its real value from the operator; a real key is
 * not repeated.
 */
export function asVariable(name: string, value: string): Variables[string] {
  if (realKey.test(value)) return { secret: name, test: plausibleValue(name) };
  return secretWords.test(name) && !plainValue.test(value) ? { secret: name, test: value } : value;
}

/** A made-up value that a service without the real one can start with. */
export function plausibleValue(name: string): string {
  if (name === 'NODE_ENV') return 'production';
  if (/(?:URL|URI|ENDPOINT|ORIGIN)$/.test(name)) return 'http://127.0.0.1:9';
  if (/HOST(?:NAME)?$/.test(name)) return '127.0.0.1';
  if (/(?:PORT|TIMEOUT|LIMIT|SECONDS|MINUTES|HOURS|DAYS|SIZE|MAX|MIN|ROUNDS)$/.test(name)) return '10';
  if (/(?:EXPIRES?(?:_IN)?|EXPIRATION|TTL)$/.test(name)) return '3600';
  // Long enough for keys: some libraries refuse those below 32 characters.
  return secretWords.test(name) ? 'a-made-up-value-for-tests-only-0123456789' : 'test';
}

/**
 * The names of an environment that a dying service printed, in their order. A name of one word may be any word, and a name that
 * is only mentioned anything: they count where they are said to be missing.
 */
export function namesPrinted(
  output: string,
  { others, mentioned }: Pick<Environment, 'others' | 'mentioned'>,
): readonly string[] {
  const printed = new Set(output.match(word) ?? []);
  const isSaid = (name: string) =>
    new RegExp(
      `env\\.${name}\\b|\\b${name}\\b[^]{0,60}?(?:${isMissing})|(?:${isMissing})[^]{0,60}?\\b${name}\\b`,
      'i',
    ).test(output);
  const sure = new Set(others.filter((name) => name.includes('_')));
  return [...new Set([...others, ...mentioned])].filter(
    (name) => printed.has(name) && (sure.has(name) || isSaid(name)),
  );
}

function readExample(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function readsIn(text: string): readonly string[] {
  const direct = [...text.matchAll(inCode)].map(([, dotted, quoted]) => dotted ?? quoted ?? '');
  return [
    ...direct,
    ...[...text.matchAll(destructured)].flatMap(([, list]) => (list ?? '').match(word) ?? []),
  ];
}
