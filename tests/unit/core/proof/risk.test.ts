import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { riskKinds, riskTierOf } from '#core/proof/risk.ts';

const page = readFileSync('docs/proof.md', 'utf8');

it('the page on proofs says of every kind of risk how many must approve', () => {
  const rows = [...page.matchAll(/^\| `([a-z ]+)`\s*\|.*\| ([12])\s*\|$/gm)];
  const documented = rows.map(([, kind, approvers]) => [kind, Number(approvers)]);
  expect(documented).toEqual(riskKinds.map((kind) => [kind, riskTierOf([{ kind }])]));
});
