import { synthesise } from './example-installation.ts';
import { permissionsTable } from './permissions-table.ts';

/** The pages that are made from the stacks, by their names below `docs/`. */
export function documents(): Readonly<Record<string, string>> {
  const { service } = synthesise();
  return { 'permissions.md': permissionsPage(permissionsTable(service)) };
}

const permissionsPage = (table: string): string => `# Who may do what on AWS

Made by \`npm run docs\` from the synthesised template of an installation with two services, \`shop\` on the alias of a
Lambda function and \`docs\` on its own pipeline; a test holds the two together. What a record's pattern means is in
[architecture.md](architecture.md). A role that is not listed has no rights.

${table}`;
