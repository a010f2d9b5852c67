import type { Resource, Statement, Template } from './template.ts';
import { asText } from './template.ts';

/** One permission: actions, and the resources or partitions that they apply to. */
interface Permission {
  readonly actions: readonly string[];
  readonly targets: readonly string[];
}

/**
 * A Markdown table of every role in a template with all its permissions. It is generated from the deployed policies, not
 * from the intended access.
 */
export function permissionsTable(template: Template): string {
  const roles = template.ofType('AWS::IAM::Role').map(([id]) => ({
    holder: holderOf(template, id),
    permissions: template.allowedTo(id).map((statement) => permissionOf(template, statement)),
  }));
  const sections = roles
    .filter(({ permissions }) => permissions.length > 0)
    .sort((a, b) => (a.holder < b.holder ? -1 : 1))
    .map(({ holder, permissions }) => [`| **${holder}** | | |`, ...permissions.map(rowOf)].join('\n'));
  return ['| role | actions | on |', '| --- | --- | --- |', ...sections, ''].join('\n');
}

const rowOf = ({ actions, targets }: Permission): string =>
  `| | ${actions.map((action) => `\`${action}\``).join(', ')} | ${targets.map((target) => target.replaceAll('|', '\\|')).join(', ')} |`;

function permissionOf(template: Template, { actions, resources, conditions }: Statement): Permission {
  const keys = conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  if (keys === undefined) return { actions, targets: resources.map((arn) => nameOf(template, arn)) };
  const index = resources.flatMap((arn) => /\/index\/(\w+)$/.exec(arn)?.[1] ?? []);
  const where = index.length > 0 ? ` in index ${index.join(', ')}` : '';
  return { actions, targets: (keys as string[]).map((key) => `\`${key}\`${where}`) };
}

/** The name of the resource that assumes the role: a function by its file, a job by its description. */
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

/** A resource in words, where the ARN alone would not help a reader. */
function nameOf(template: Template, arn: string): string {
  if (arn === '*') return 'all resources';
  const artifact = /artifacts-<AWS::AccountId>-<AWS::Region>\/?(.*)$/.exec(arn);
  if (artifact) return artifact[1] ? `artifacts \`${artifact[1]}\`` : 'the artifact bucket';
  if (arn.includes('assets-')) return 'the sandbox program';
  const [, id = ''] = /^<(\w+)(?:\.\w+)?>$/.exec(arn) ?? [];
  const resource = template.resources[id];
  if (resource?.Type === 'AWS::Logs::LogGroup') return 'its own log group';
  if (resource) return titleOf(id, resource);
  if (arn.includes('ModelKey')) return "the model's API key";
  if (arn.includes('RepositoryToken')) return 'the repository token';
  return `\`${arn.replace(/^arn:<AWS::Partition>:(\w+):<AWS::Region>:<AWS::AccountId>:/, '$1 ')}\``;
}
