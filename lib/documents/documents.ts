import * as z from 'zod';
import { Manifest } from '#core/service/manifest.ts';
import { Configuration } from '../config/configuration.ts';
import { costPage } from './cost/cost-page.ts';
import { synthesize } from './example-installation.ts';
import { permissionsTable } from './permissions-table.ts';

/** The pages that are made from the stacks and the schemas, by their names below `docs/`. */
export function documents(): Readonly<Record<string, string>> {
  const { service, all } = synthesize();
  return {
    'permissions.md': permissionsPage(permissionsTable(service)),
    'cost.md': costPage(all),
    'ironclaw.schema.json': schemaOf(Manifest),
    'ironclaw.aws.schema.json': schemaOf(Configuration),
  };
}

/** As editors complete a file by it: before defaults are filled in. */
const schemaOf = (schema: z.ZodType): string =>
  JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2);

const permissionsPage = (table: string): string => `# Who may do what on AWS

Made by \`npm run docs\` from the synthesised template of an installation with two services, \`shop\` on the alias of a
Lambda function and \`docs\` on its own pipeline; a test holds the two together. What a record's pattern means is in
[architecture.md](architecture.md). A role that is not listed has no rights.

${table}`;
