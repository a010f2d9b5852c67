import { prices } from '#core/costs/prices.ts';
import {
  logOfARequest,
  ratingsOfABatch,
  recordOfARating,
  secondsOfARequest,
  secondsOfLearning,
} from './assumptions.ts';
import type { Line } from './line.ts';

/**
 * Write units of one rating, as the engine accounts for them where a hundred come at once; `npm run bench -- ratings`
 * measures it.
 */
const writeUnits = 2.1;
/** Of fewer together, each batch teaches as much, in a unit of its own. */
const writeUnitsOfABatch = 1;
const gigabytes = 0.5;

/** The bill of so many calls of `POST /feedback`. */
export function ratingsBill(calls: number): readonly Line[] {
  const seconds = calls * secondsOfARequest;
  return [
    { what: 'API', price: prices.apiGateway.requests, units: calls, because: 'one a rating' },
    { what: 'Function, calls', price: prices.lambda.requests, units: calls, because: 'one a rating' },
    {
      what: 'Function, duration',
      price: prices.lambda.duration,
      units: seconds * gigabytes,
      because: `${secondsOfARequest * 1_000} ms at 512 MB`,
    },
    {
      what: 'Table, writes',
      price: prices.dynamodb.writes,
      units: calls * writeUnits + (calls / ratingsOfABatch) * writeUnitsOfABatch,
      because: `${writeUnits} units a rating, measured, and one for each batch of ${ratingsOfABatch}`,
    },
    {
      what: 'Learner, calls',
      price: prices.lambda.requests,
      units: calls / ratingsOfABatch,
      because: 'one a batch; Lambda reads the stream for nothing',
    },
    {
      what: 'Learner, duration',
      price: prices.lambda.duration,
      units: calls * secondsOfLearning,
      because: `${secondsOfLearning * 1_000} ms a rating at 1 GB`,
    },
    {
      what: 'Table, what is kept',
      price: prices.dynamodb.storage,
      units: calls * recordOfARating,
      because: 'the rating and its event, for a month',
    },
    {
      what: 'Table, its backup',
      price: prices.dynamodb.recovery,
      units: calls * recordOfARating,
      because: 'the same again',
    },
    {
      what: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: calls * logOfARequest,
      because: `access, platform and metrics: ${logOfARequest * 1e6} KB`,
    },
    {
      what: 'Metrics of our own',
      price: prices.cloudWatch.customMetric,
      units: 3,
      because: 'Requests, FeedbackRecorded and FeedbackLearned, whatever their number',
    },
    {
      what: 'Traces, at most',
      price: prices.xray.traces,
      units: calls,
      because:
        'X-Ray takes the first in each second and 5 % of the others; evenly spread, that is nearly all',
    },
  ];
}
