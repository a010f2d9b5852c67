import * as z from 'zod';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { Manifest } from '#core/service/manifest.ts';
import { Configuration } from '../config/configuration.ts';
import { costPage } from './cost/cost-page.ts';
import { synthesize } from './example-installation.ts';
import { permissionsTable } from './permissions-table.ts';
import { retentionPage } from './retention-page.ts';

/** The files that are generated from the stacks and the schemas, by their paths in the repository. */
export function documents(): Readonly<Record<string, string>> {
  const { service, all } = synthesize();
  return {
    'docs/permissions.md': permissionsPage(permissionsTable(service)),
    'docs/cost.md': costPage(all),
    'docs/retention.md': retentionPage(),
    'docs/ironclaw.schema.json': schemaOf(Manifest),
    'docs/ironclaw.aws.schema.json': schemaOf(Configuration),
    'sandbox/report.schema.json': textOf(z.toJSONSchema(VerificationReport)),
  };
}

/** The schema of a file as people write it, before defaults are filled in; editors validate against it. */
const schemaOf = (schema: z.ZodType): string =>
  textOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));

const textOf = (schema: object): string => JSON.stringify(schema, null, 2);

const permissionsPage = (table: string): string => `# Permissions on AWS

\`npm run docs\` generates this page from the synthesized template of an installation with two services: \`shop\` behind the
alias of a Lambda function, and \`docs\` on its own pipeline. A test fails if the page and the template differ.
[architecture.md](architecture.md) explains the key patterns of the records. A role that is not listed has no permissions.

${table}`;
