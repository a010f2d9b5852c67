import { costPage } from './cost/cost-page.ts';
import { synthesize } from './example-installation.ts';
import { permissionsTable } from './permissions-table.ts';
import { publishedSchemas } from './published-schemas.ts';
import { retentionPage } from './retention-page.ts';

/** The files that are generated from the stacks and the schemas, by their paths in the repository. */
export function documents(): Readonly<Record<string, string>> {
  const { service, all } = synthesize();
  const schemas = Object.entries(publishedSchemas()).map(([path, schema]) => [
    path,
    JSON.stringify(schema, null, 2),
  ]);
  return {
    'docs/permissions.md': permissionsPage(permissionsTable(service)),
    'docs/cost.md': costPage(all),
    'docs/retention.md': retentionPage(),
    ...Object.fromEntries(schemas),
  };
}

const permissionsPage = (table: string): string => `# Permissions on AWS

\`npm run docs\` generates this page from the synthesized template of an installation with two services: \`shop\` behind the
alias of a Lambda function, and \`docs\` on its own pipeline. A test fails if the page and the template differ.
[architecture.md](architecture.md) explains the key patterns of the records. A role that is not listed has no permissions.

${table}`;
