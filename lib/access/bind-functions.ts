import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Configuration } from '../config/configuration.ts';
import type { ArtifactBucket } from '../constructs/artifact-bucket.ts';
import type { HandlerFunction } from '../constructs/handler-function.ts';
import type { HandlerFunctions } from '../constructs/handler-functions.ts';
import type { ImprovementWorkflow } from '../constructs/improvement-workflow.ts';
import type { LearningTable } from '../constructs/learning-table.ts';
import type { PlaceholderSecret } from '../constructs/placeholder-secret.ts';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import { type FunctionAccess, type FunctionEntry, functionAccess } from './function-access.ts';
import { managedFunctionArns, managedFunctionsReason } from './managed-functions.ts';

export interface BindingTargets {
  readonly table: LearningTable;
  readonly artifacts: ArtifactBucket;
  readonly workflow: ImprovementWorkflow;
  readonly modelKey: PlaceholderSecret | null;
  readonly configuration: Configuration;
}

/** Gives every function exactly the environment variables that its code reads and the permissions of its access. */
export function bindFunctions(handlers: HandlerFunctions, parts: BindingTargets): void {
  for (const [entry, access] of Object.entries(functionAccess) as [FunctionEntry, FunctionAccess][])
    bindFunction(handlers.get(entry), access, parts);
  setSharedVariables(handlers, parts.configuration);
}

function bindFunction(handler: HandlerFunction, access: FunctionAccess, parts: BindingTargets): void {
  const { table, artifacts, workflow, modelKey, configuration } = parts;
  const { readsArtifacts: reads, writesArtifacts: writes, listsArtifacts: lists } = access;
  if (access.table) table.bind(handler, access.table);
  if (reads || writes)
    artifacts.bind(handler, {
      ...(reads ? { reads } : {}),
      ...(writes ? { writes } : {}),
      ...(lists ? { lists } : {}),
    });
  if (access.startsWorkflow) workflow.bind(handler);
  if (access.reachesWorkflow) workflow.bindReach(handler);
  if (access.callsModel && modelKey) bindModel(handler, modelKey, configuration);
  if (access.aliases) bindAliases(handler, access, configuration);
  // These CloudWatch actions do not support resource-level permissions.
  for (const action of [access.readsAlarms && 'DescribeAlarms', access.readsMetrics && 'GetMetricData'])
    if (action)
      handler.grantPrincipal.addToPolicy(
        new PolicyStatement({ actions: [`cloudwatch:${action}`], resources: ['*'] }),
      );
}

function bindModel(handler: HandlerFunction, { secret }: PlaceholderSecret, { model }: Configuration): void {
  if (!model) return;
  handler.setVariable('MODEL_URL', model.url);
  handler.setVariable('MODEL_NAME', model.name);
  handler.setVariable('MODEL_KEY_SECRET', secret.secretArn);
  handler.setVariable('MODEL_ASKS_PER_DAY', String(model.asksPerDay));
  handler.setVariable('MODEL_MAX_TOKENS', String(model.maxTokens));
  // A table by model, whole: {"gpt-4.1": {"prompt": 2, "completion": 8}}.
  handler.setVariable('MODEL_PRICES', JSON.stringify(model.prices));
  handler.grantPrincipal.addToPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] }),
  );
}

function bindAliases(
  handler: HandlerFunction,
  { aliases, invokesVersions }: FunctionAccess,
  { services }: Configuration,
): void {
  const resources = managedFunctionArns(handler, services);
  if (resources.length === 0) return;
  const reading = ['lambda:GetAlias', 'lambda:ListVersionsByFunction', 'lambda:GetFunctionConfiguration'];
  const actions = [
    ...reading,
    ...(aliases === 'move' ? ['lambda:UpdateAlias'] : []),
    ...(invokesVersions ? ['lambda:InvokeFunction'] : []),
  ];
  handler.grantPrincipal.addToPolicy(new PolicyStatement({ actions, resources: [...resources] }));
  acknowledgePatterns(
    handler.grantPrincipal,
    resources.filter((arn) => arn.endsWith(':*')),
    managedFunctionsReason,
  );
}

/** Sets the variables on which several functions must agree. */
function setSharedVariables(handlers: HandlerFunctions, { analysis, preferences }: Configuration): void {
  const lookBack = String(analysis.lookBackMinutes * 60);
  for (const entry of ['schedule/analyze', 'api/list-opportunities'] as const)
    handlers.get(entry).setVariable('ANALYSIS_SECONDS', lookBack);
  if (analysis.prometheus !== null)
    for (const entry of ['schedule/analyze', 'tasks/watch'] as const)
      handlers.get(entry).setVariable('PROMETHEUS_URL', analysis.prometheus);
  if (!preferences.learnFromOthers)
    for (const entry of preferenceFunctions) handlers.get(entry).setVariable('LEARN_FROM_OTHERS', 'false');
}

const preferenceFunctions = [
  'api/get-preferences',
  'api/recommend-model',
  'api/override-preference',
  'api/override-for-user',
  'api/export-preferences',
  'api/forget-user',
  'api/get-stats',
  'schedule/refit',
  'stream/update-profiles',
] as const;
