import { Logger } from '@aws-lambda-powertools/logger';
import { isOnLambda, serviceName } from './service.ts';

/**
 * The functions' log: lines of JSON. `POWERTOOLS_LOG_LEVEL` sets how much on Lambda; on one machine warnings alone.
 *
 * What it is given must be names, codes and counts, never a body, a token or anything that a person wrote.
 */
export const logger = new Logger({ serviceName, ...(isOnLambda ? {} : { logLevel: 'WARN' as const }) });
