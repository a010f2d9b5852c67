/** The CDK's app: `cdk deploy` runs it. Settings come from `ironclaw.aws.json`, or the file in `IRONCLAW_CONFIGURATION`. */
import { DomainError } from '#core/errors.ts';
import { type FunctionEntry, functionAccess } from '#lib/access/function-access.ts';
import { ironclawApp } from '#lib/app.ts';
import { bundleFunctions } from '#lib/bundle/bundle-function.ts';
import { bundleSandboxProgram } from '#lib/bundle/bundle-sandbox-program.ts';
import { readConfiguration } from '#lib/config/read-configuration.ts';

try {
  const configuration = readConfiguration(process.env.IRONCLAW_CONFIGURATION);
  const [bundle, program] = await Promise.all([
    bundleFunctions(Object.keys(functionAccess) as FunctionEntry[]),
    bundleSandboxProgram(),
  ]);
  ironclawApp({ configuration, bundle, program }).synth();
} catch (error) {
  console.error(error instanceof DomainError ? `ironclaw: ${error.message}` : error);
  process.exitCode = 1;
}
