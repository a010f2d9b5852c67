// cspell:disable: the names are those of files and tools.
import { posix } from 'node:path';
import { lockfiles } from './lockfiles.ts';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Files that no candidate may change, in any service: what decides whether a candidate passes. Each entry is a glob for
 * one name. A file is protected if its own name matches an entry of `files`, or if the name of a folder above it, at any
 * depth, matches one of `folders`. Case does not matter. A manifest can only add to this list.
 */
export const alwaysProtected = {
  folders: {
    tests: names(`
      test tests __test__ __tests__ spec specs __specs__ e2e cypress playwright test-utils test-helpers
      testdata integration-tests
    `),
    'snapshots, fixtures and mocks': names(`
      __snapshots__ __image_snapshots__ __fixtures__ fixtures __mocks__ mocks
    `),
    'packages, CI and anything hidden': names(`
      node_modules .*
    `),
  },
  files: {
    tests: names(`
      *.test.* *.tests.* *.spec.* *.specs.* *.e2e.* *.cy.* *_test.* *_spec.* *-test.* *-spec.* *.test-d.*
      test_*.py conftest.py setuptests.*
    `),
    'snapshots and mocks': names(`
      *.snap *.mock.*
    `),
    lockfiles: [...lockfiles.map(([file]) => file), ...names('pnpm-lock.* *.lock *.lockb')],
    'package manifests': names(`
      package.json package.json5 package.yaml pnpm-workspace.* .pnpmfile.* lerna.json nx.json turbo.json
      rush.json deno.json deno.jsonc jsr.json pyproject.toml setup.py setup.cfg requirements*.txt pipfile
      go.mod cargo.toml
    `),
    'compiler and tool configuration': names(`
      tsconfig*.json tsconfig*.jsonc jsconfig*.json biome.json biome.jsonc oxlintrc.json *.config.*
      *.conf.js *.conf.ts *.conf.cjs *.conf.mjs *.setup.* vitest.workspace.* babel.*.js gulpfile.*
      gruntfile.* makefile pytest.ini tox.ini bunfig.toml
    `),
    'CI and images': names(`
      jenkinsfile* azure-pipelines.* bitbucket-pipelines.* buildspec*.yml buildspec*.yaml cloudbuild.*
      appveyor.* codecov.* procfile codeowners dockerfile* *.dockerfile containerfile* docker-compose*
      compose.y*ml
    `),
    'the manifest, and anything hidden': names(`
      ironclaw.json .*
    `),
  },
};

const folders: readonly string[] = Object.values(alwaysProtected.folders).flat();
const files: readonly string[] = Object.values(alwaysProtected.files).flat();

/**
 * The entry or the glob that protects a file, or `null`.
 *
 * @param path relative to the service's root, with slashes.
 * @param further globs that the service's manifest adds.
 */
export function protectionOf(path: string, further: readonly string[] = []): string | null {
  // Some file systems take names for the same that differ in case or in the form of their characters.
  const parts = path.normalize('NFKC').toLowerCase().split('/');
  const name = parts.pop() ?? '';
  const folder = parts
    .map((part) => folders.find((glob) => posix.matchesGlob(part, glob)))
    .find((glob) => glob !== undefined);
  if (folder !== undefined) return `${folder}/`;
  return (
    files.find((glob) => posix.matchesGlob(name, glob)) ??
    further.find((glob) => posix.matchesGlob(path, glob)) ??
    null
  );
}
