import { join } from 'node:path';
import { askedNode } from '../node-versions/asked-node.ts';
import type { Draft } from './answers.ts';
import type { Findings } from './look/look.ts';
import type { Project } from './open-project.ts';
import type { Row, Verdict } from './row.ts';

/** What was found in the files alone, before anything runs. */
export function foundRows(project: Project, findings: Findings, draft: Draft): readonly Row[] {
  const { language, modules, manager, formatter, neighbors } = findings;
  const node = askedNode(draft.node, project.root, join(project.root, findings.directory));
  const row = (what: string, found: string, detail = '', verdict: Verdict = 'found'): Row => ({
    what,
    found,
    verdict: detail === '' ? verdict : 'partly',
    detail,
  });
  return [
    row('name', draft.name),
    row('language', `${draft.language === language ? language : draft.language}, ${modules}`),
    row('branch', `${project.branch} at ${project.commit.slice(0, 7)}`),
    ...(draft.directory === undefined ? [] : [row('directory', draft.directory)]),
    row('packages', manager.name, manager.note ?? ''),
    ...(node === null ? [] : [row('node', draft.node ?? `${node.text} (${node.by})`)]),
    row('sources', (draft.sources ?? ['src/**']).join(' ')),
    ...(formatter === null ? [] : [row('formatter', formatter)]),
    ...(neighbors.length === 0 || draft.setup
      ? []
      : [
          row('setup', neighbors.join(', '), 'if it needs them, a line in `setup` starts them for each run.'),
        ]),
    ...project.notices.map((notice) => row('repository', '', `${notice}.`)),
  ];
}

/** What the service reads from its environment, once it is known what it starts with. */
export function environmentRows({ env = {} }: Draft, { environment }: Findings): readonly Row[] {
  const names = Object.keys(env);
  if (names.length === 0) return [];
  const secrets = secretsIn(env);
  const from = environment.example === null ? '' : `test values from ${environment.example}. `;
  const detail = secrets.length === 0 ? from : `${from}Before the service runs, set ${secrets.join(', ')}.`;
  return [
    { what: 'env', found: names.join(' '), verdict: secrets.length === 0 ? 'found' : 'partly', detail },
  ];
}

/** The variables whose values only the operator knows. */
export const secretsIn = (env: Draft['env']): readonly string[] =>
  Object.values(env ?? {}).flatMap((value) => (typeof value === 'string' ? [] : [value.secret]));
