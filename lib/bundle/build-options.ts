import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** The repository's root: paths in a metafile begin there. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages of machine code: no bundler can take them in. */
export const nativePackages = ['@ast-grep/napi'] as const;

/** Where else the SDK would look for credentials; see the module that stands in for them. */
const unusedCredentialProviders = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];
const unusedProvider = fileURLToPath(new URL('unused-credential-providers.ts', import.meta.url));

/** How any program of ours is bundled for Node 24, the SDK included: its copy on Lambda would load more slowly. */
export const forNode = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  // An error's class name is its name, and what `Retry` of the state machine matches.
  keepNames: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  // CommonJS packages ask for Node's modules by `require`.
  banner: {
    js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
  },
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * How a function is bundled. What is imported dynamically becomes a file of its own, read when it is first needed. There
 * are no source maps: they would be larger than the code, and names are kept.
 */
export const forLambda = {
  ...forNode,
  splitting: true,
  entryNames: 'index',
  chunkNames: '[name]-[hash]',
  outExtension: { '.js': '.mjs' },
  external: [...nativePackages],
  alias: Object.fromEntries(unusedCredentialProviders.map((name) => [name, unusedProvider])),
  metafile: true,
} as const satisfies BuildOptions;
