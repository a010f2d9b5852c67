import { Logger } from '@aws-lambda-powertools/logger';
import { isOnLambda } from './is-on-lambda.ts';

/**
 * The functions' log: lines of JSON. `POWERTOOLS_SERVICE_NAME` says which function wrote them, and
 * `POWERTOOLS_LOG_LEVEL` how much on Lambda; on one machine only warnings are printed.
 *
 * Log names, codes and counts, never a body, a token or anything a person wrote.
 */
export const logger = new Logger(isOnLambda ? {} : { logLevel: 'WARN', serviceName: 'ironclaw' });
