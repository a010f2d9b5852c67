import type { Resource, Statement, Template } from './template.ts';
import { asText } from './template.ts';

/** One right: the actions, what with, and under which condition. */
interface Permission {
  readonly actions: readonly string[];
  readonly what: readonly string[];
}

/**
 * Who may do what, as a page for people: every role of a template with all its rights. It is made from what is deployed,
 * not from what was meant.
 */
export function permissionsTable(template: Template): string {
  const roles = template.ofType('AWS::IAM::Role').map(([id]) => ({
    holder: holderOf(template, id),
    rights: template.allowedTo(id).map((statement) => permissionOf(template, statement)),
  }));
  const sections = roles
    .filter(({ rights }) => rights.length > 0)
    .sort((a, b) => (a.holder < b.holder ? -1 : 1))
    .map(({ holder, rights }) => [`| **${holder}** | | |`, ...rights.map(rowOf)].join('\n'));
  return ['| who | may | with |', '| --- | --- | --- |', ...sections, ''].join('\n');
}

const rowOf = ({ actions, what }: Permission): string =>
  `| | ${actions.map((action) => `\`${action}\``).join(', ')} | ${what.map((each) => each.replaceAll('|', '\\|')).join(', ')} |`;

function permissionOf(template: Template, { actions, resources, conditions }: Statement): Permission {
  const keys = conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  if (keys === undefined) return { actions, what: resources.map((arn) => nameOf(template, arn)) };
  const index = resources.flatMap((arn) => /\/index\/(\w+)$/.exec(arn)?.[1] ?? []);
  const where = index.length > 0 ? ` in ${index.join(', ')}` : '';
  return { actions, what: (keys as string[]).map((key) => `\`${key}\`${where}`) };
}

/** Who takes the role on: a function by its file, a job by its name. */
function holderOf(template: Template, role: string): string {
  const holder = Object.entries(template.resources).find(
    ([, { Properties }]) =>
      asText(Properties.Role ?? Properties.ServiceRole ?? Properties.RoleArn) === `<${role}.Arn>`,
  );
  return holder ? titleOf(...holder) : role.replace(/Role[0-9A-F]{8}$/, '');
}

function titleOf(id: string, { Type, Properties }: Resource): string {
  if (Type === 'AWS::StepFunctions::StateMachine') return 'the state machine';
  return typeof Properties.Description === 'string' ? Properties.Description : id;
}

/** A resource in words, where the address alone would tell a reader nothing. */
function nameOf(template: Template, arn: string): string {
  if (arn === '*') return 'no resource to name';
  const artifact = /artifacts-<AWS::AccountId>-<AWS::Region>\/?(.*)$/.exec(arn);
  if (artifact) return artifact[1] ? `artifacts \`${artifact[1]}\`` : 'the names of all artifacts';
  if (arn.includes('assets-')) return 'the sandbox program';
  const [, id = ''] = /^<(\w+)(?:\.\w+)?>$/.exec(arn) ?? [];
  const resource = template.resources[id];
  if (resource?.Type === 'AWS::Logs::LogGroup') return 'its own log';
  if (resource) return titleOf(id, resource);
  if (arn.includes('ModelKey')) return "the model's key";
  if (arn.includes('RepositoryToken')) return "the repositories' token";
  return `\`${arn.replace(/^arn:<AWS::Partition>:(\w+):<AWS::Region>:<AWS::AccountId>:/, '$1 ')}\``;
}
