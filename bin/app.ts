/** The CDK's app: `cdk deploy` runs it. Settings come from `ironclaw.aws.json`, or the file in `IRONCLAW_CONFIGURATION`. */
import { DomainError } from '#core/errors.ts';
import { ironclawApp } from '#lib/app.ts';
import { bundleFunction } from '#lib/bundle/bundle-function.ts';
import { bundleProgram } from '#lib/bundle/bundle-program.ts';
import { readConfiguration } from '#lib/config/read-configuration.ts';

try {
  const configuration = readConfiguration(process.env.IRONCLAW_CONFIGURATION);
  ironclawApp({ configuration, bundle: bundleFunction, program: bundleProgram() }).synth();
} catch (error) {
  console.error(error instanceof DomainError ? `ironclaw: ${error.message}` : error);
  process.exitCode = 1;
}
