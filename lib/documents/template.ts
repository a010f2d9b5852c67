import * as z from 'zod';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

const oneOrMany = <Item extends z.ZodType>(item: Item) =>
  z
    .union([item, z.array(item)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.infer<Item>[]);

const Statement = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany(z.string()),
  Resource: oneOrMany(z.unknown()).default([]),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

/** One policy statement. Resources are text; references look like `<Name>` and `<Name.Attribute>`. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A synthesized CloudFormation template, with the lookups that tests and documents need. */
export interface Template {
  readonly resources: Readonly<Record<string, Resource>>;
  /** The names of the stack's outputs. */
  readonly outputs: readonly string[];
  ofType(type: string): readonly (readonly [id: string, resource: Resource])[];
  /** The statements of all policies that are attached to a role. */
  allowedTo(roleId: string): readonly Statement[];
}

export function parseTemplate(template: unknown): Template {
  const { Resources: resources, Outputs } = z
    .object({
      Resources: z.record(z.string(), Resource),
      Outputs: z.record(z.string(), z.unknown()).default({}),
    })
    .parse(template);
  const ofType = (type: string) => Object.entries(resources).filter(([, { Type }]) => Type === type);
  return {
    resources,
    outputs: Object.keys(Outputs),
    ofType,
    allowedTo: (roleId) =>
      ofType('AWS::IAM::Policy')
        .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${roleId}"`))
        .flatMap(([, { Properties }]) => statementsIn(Properties.PolicyDocument)),
  };
}

export function statementsIn(document: unknown): readonly Statement[] {
  const { Statement: statements } = z.object({ Statement: z.array(Statement) }).parse(document);
  return statements.map(({ Action, Resource: resources, Condition }) => ({
    actions: Action,
    resources: resources.map(asText),
    conditions: Condition,
  }));
}

/** A template value as text: `Fn::Join` is joined, references are in angle brackets. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return String(value);
  const [[kind, argument] = ['', '']] = Object.entries(value);
  if (kind === 'Ref') return `<${argument}>`;
  if (kind === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (kind === 'Fn::Join') return (argument as [string, unknown[]])[1].map(asText).join('');
  if (kind === 'Fn::Sub') return String(argument).replace(/\$\{([^}]+)\}/g, '<$1>');
  if (kind === 'Fn::ImportValue') return `<${asText(argument)}>`;
  return JSON.stringify(value);
}
