// cspell:disable: the names are those of files and tools.
import { describe, expect, it } from 'vitest';
import { alwaysProtected, protectionOf } from '#core/service/protected-paths.ts';

/** Files of every kind, as real services spell them. */
const spelled: Record<string, readonly string[]> = {
  tests: [
    'test/cart.ts',
    'tests/unit/cart.ts',
    '__tests__/cart.js',
    'spec/cart.rb',
    'src/cart.test.ts',
    'src/cart.spec.tsx',
    'src/cart_test.js',
    'src/cart-spec.js',
    'src/cart.test-d.ts',
    'src/test_cart.py',
    'src/conftest.py',
    'src/setupTests.ts',
    'e2e/checkout.ts',
    'cypress/support/commands.ts',
    'playwright/login.ts',
    'src/cart.cy.ts',
    'src/cart.e2e.ts',
  ],
  'snapshots, fixtures and mocks': [
    'src/__snapshots__/cart.ts.snap',
    'src/cart.snap',
    'src/__mocks__/fs.js',
    'src/mocks/handlers.ts',
    'src/prices.mock.ts',
    'src/__fixtures__/cart.json',
    'src/fixtures/cart.json',
  ],
  lockfiles: [
    'package-lock.json',
    'npm-shrinkwrap.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    'bun.lock',
    'bun.lockb',
    'deno.lock',
  ],
  'package manifests': ['package.json', 'pnpm-workspace.yaml', 'lerna.json', 'turbo.json', 'pyproject.toml'],
  configuration: [
    'tsconfig.json',
    'tsconfig.build.json',
    'jsconfig.json',
    'biome.json',
    'babel.config.js',
    'vite.config.mts',
    'vitest.config.ts',
    'vitest.workspace.ts',
    'jest.config.cjs',
    'jest.setup.js',
    'karma.conf.js',
    '.babelrc',
    '.swcrc',
    '.eslintrc.cjs',
    '.mocharc.yml',
    '.npmrc',
    '.nvmrc',
    '.env',
  ],
  'CI and images': [
    '.github/workflows/build.yml',
    '.gitlab-ci.yml',
    '.circleci/config.yml',
    '.husky/pre-commit',
    'Jenkinsfile',
    'azure-pipelines.yml',
    'buildspec.yml',
    'Dockerfile',
    'Dockerfile.production',
    'api.Dockerfile',
    'docker-compose.test.yml',
    'compose.yaml',
  ],
  packages: ['node_modules/express/index.js'],
  'the manifest': ['ironclaw.json'],
};

describe('a path that no candidate may change', () => {
  for (const [kind, paths] of Object.entries(spelled)) {
    it.each(paths)(`of the kind "${kind}": %s`, (path) => {
      expect(protectionOf(path)).not.toBeNull();
      expect(protectionOf(`packages/cart/${path}`), 'in a package of a monorepo').not.toBeNull();
      expect(protectionOf(path.toUpperCase()), 'in capitals').not.toBeNull();
    });
  }

  it.each(Object.values(alwaysProtected.folders).flat())('is any file below a folder %s', (glob) => {
    const folder = glob.replaceAll('*', 'x');
    expect(protectionOf(`src/${folder}/deep/down/cart.ts`)).toBe(`${glob}/`);
  });

  it.each(Object.values(alwaysProtected.files).flat())('is any file named %s', (glob) => {
    expect(protectionOf(`src/deep/${glob.replaceAll('*', 'x')}`)).not.toBeNull();
  });

  it('may be written with characters that some file systems take for others', () => {
    expect(protectionOf('src/teſt/cart.ts')).toBe('test/');
    expect(protectionOf('package.json')).toBe('package.json');
  });

  it('is also what the manifest adds', () => {
    expect(protectionOf('src/money.ts', ['src/money.*'])).toBe('src/money.*');
    expect(protectionOf('src/cart.ts', ['src/money.*'])).toBeNull();
  });

  it.each([
    'src/cart.ts',
    'src/testimonials/list.ts',
    'src/contest.ts',
    'src/latest.ts',
    'src/inspect/specification.ts',
    'src/config.ts',
    'src/configuration/load.ts',
    'src/package.ts',
    'src/lock.ts',
    'lib/mocking.js',
  ])('is not %s', (path) => {
    expect(protectionOf(path)).toBeNull();
  });
});
