import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findInstalledPackages } from '#sandbox/isolation/installed-packages.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('a package that pnpm installed for a workspace finds what it needs itself', async () => {
  const root = temporaryFolder();
  const store = join(root, 'node_modules', '.pnpm');
  const express = join(store, 'express@5.1.0', 'node_modules', 'express');
  mkdirSync(express, { recursive: true });
  const dependencies = join(root, 'packages', 'api', 'node_modules');
  mkdirSync(dependencies, { recursive: true });
  symlinkSync(express, join(dependencies, 'express'));

  const { readable } = await findInstalledPackages({
    dependencies,
    node: null,
    commands: join(root, 'commands'),
  });

  expect(readable).toContain(store);
  expect(readable).not.toContain(root);
});
