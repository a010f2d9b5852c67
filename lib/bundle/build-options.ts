import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/** The repository's root; paths in an esbuild metafile are relative to it. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Packages with native code, which esbuild cannot bundle. */
export const nativePackages = ['@ast-grep/napi'] as const;

/** Credential providers of the SDK that Lambda never needs; a stub that throws replaces them. */
const unusedCredentialProviders = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];
const unusedProvider = fileURLToPath(new URL('unused-credential-providers.ts', import.meta.url));

/** Bundles any of our programs for Node 24, including the AWS SDK: the copy in the Lambda runtime loads more slowly. */
export const forNode = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  // The state machine's `Retry` matches errors by their class name.
  keepNames: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  // CommonJS packages call `require` for Node's built-in modules.
  banner: {
    js: "import{createRequire as requireFrom}from'node:module';const require=requireFrom(import.meta.url);",
  },
  logLevel: 'silent',
} as const satisfies BuildOptions;

/**
 * Bundles a Lambda function. A dynamically imported module becomes its own file, which is read on first use. There are no
 * source maps: they would be larger than the code, and names are kept anyway.
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
