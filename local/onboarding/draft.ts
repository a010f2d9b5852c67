import { serviceNamePattern } from '#core/service/service-name.ts';
import type { Answers, Draft } from './answers.ts';
import type { Findings } from './look/look.ts';
import type { Project } from './open-project.ts';

/** The line that reports of no test where none was found; the first one that is written for it counts. */
export const ownRunner =
  'node --test --test-reporter=junit --test-reporter-destination="$IRONCLAW_TEST_REPORT"';

/** The first manifest: what was found, where no answer says otherwise. An empty `start` is still to be found. */
export function draftOf(project: Pick<Project, 'root'>, findings: Findings, answers: Answers): Draft {
  const { typecheck, lint, test, environment, sources, directory, language } = findings;
  const found = {
    ...(typecheck === null ? {} : { typecheck }),
    ...(lint === null ? {} : { lint }),
    test: test.runner === null ? ownRunner : test.line,
    start: '',
  };
  return {
    name: nameOf(findings, project),
    language,
    ...(directory === '.' ? {} : { directory }),
    ...(sources.length > 0 ? { sources: [...sources] } : {}),
    ...answers,
    commands: { ...found, ...answers.commands },
    env: { ...environment.variables, ...answers.env },
  };
}

/** The package's name, or that of its folder, in the form that names of services have. */
function nameOf({ json, directory }: Findings, { root }: Pick<Project, 'root'>): string {
  const folder = (directory === '.' ? root : directory).split('/').at(-1) ?? '';
  const names = [json.name?.split('/').at(-1) ?? '', folder, 'service'].map((name) =>
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+/, '')
      .slice(0, 40)
      .replace(/-+$/, ''),
  );
  return names.find((name) => serviceNamePattern.test(name)) ?? 'service';
}
