import { expect, test } from 'vitest';
import { filesIn, pascalCase, readText, textOf } from './repository.ts';

/** The contracts of ports by the port's name. */
const contracts = new Map(
  filesIn('tests/contract/*').map((folder) => [pascalCase(folder.split('/').at(-1) ?? ''), folder]),
);

/**
 * Each adapter with the port that it implements: what one of its exported functions returns. Left out is the one that only
 * chooses between two others.
 */
const implementations = filesIn('adapters/**/!(artifacts-at).ts').flatMap((path) =>
  [...readText(path).matchAll(/^(?:export .*function .*)?\): (?:Promise<)?(\w+)\b.* \{$/gm)]
    .map(([, port = '']) => ({ path, port, contract: contracts.get(port) }))
    .filter(({ contract }) => contract !== undefined),
);

test('adapters of known ports are found', () => {
  expect(implementations.map(({ path }) => path)).toContain('adapters/s3/s3-artifacts.ts');
  expect(implementations.length).toBeGreaterThan(12);
});

test.each(implementations)('$path keeps the contract of $port', ({ path, contract }) => {
  expect(textOf(`${contract}/*.ts`)).toContain(`#${path}`);
});

test.each(filesIn('adapters/*/metrics-source.ts'))('docs/send-metrics.md names the system of %s', (path) => {
  const [, system = ''] = path.split('/');
  expect(readText('docs/send-metrics.md').toLowerCase()).toContain(system);
});
