import { prices } from '#core/costs/prices.ts';
import {
  learningSeconds,
  ratingGigabytes,
  ratingsPerBatch,
  requestLogGigabytes,
  requestSeconds,
} from './assumptions.ts';
import type { BillLine } from './bill-line.ts';

/**
 * Write units of one rating, as the engine accounts for them where a hundred come at once; `npm run bench -- ratings`
 * measures it.
 */
const writeUnitsPerRating = 2.1;
/** Of fewer together, each batch teaches as much, in a unit of its own. */
const writeUnitsPerBatch = 1;
const gigabytes = 0.5;

/** The bill of so many calls of `POST /feedback`. */
export function ratingsBill(calls: number): readonly BillLine[] {
  const seconds = calls * requestSeconds;
  return [
    { item: 'API', price: prices.apiGateway.requests, units: calls, basis: 'one a rating' },
    { item: 'Function, calls', price: prices.lambda.requests, units: calls, basis: 'one a rating' },
    {
      item: 'Function, duration',
      price: prices.lambda.duration,
      units: seconds * gigabytes,
      basis: `${requestSeconds * 1_000} ms at 512 MB`,
    },
    {
      item: 'Table, writes',
      price: prices.dynamodb.writes,
      units: calls * writeUnitsPerRating + (calls / ratingsPerBatch) * writeUnitsPerBatch,
      basis: `${writeUnitsPerRating} units a rating, measured, and one for each batch of ${ratingsPerBatch}`,
    },
    {
      item: 'Learner, calls',
      price: prices.lambda.requests,
      units: calls / ratingsPerBatch,
      basis: 'one a batch; Lambda reads the stream for nothing',
    },
    {
      item: 'Learner, duration',
      price: prices.lambda.duration,
      units: calls * learningSeconds,
      basis: `${learningSeconds * 1_000} ms a rating at 1 GB`,
    },
    {
      item: 'Table, what is kept',
      price: prices.dynamodb.storage,
      units: calls * ratingGigabytes,
      basis: 'the rating and its event, for a month',
    },
    {
      item: 'Table, its backup',
      price: prices.dynamodb.recovery,
      units: calls * ratingGigabytes,
      basis: 'the same again',
    },
    {
      item: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: calls * requestLogGigabytes,
      basis: `access, platform and metrics: ${requestLogGigabytes * 1e6} KB`,
    },
    {
      item: 'Metrics of our own',
      price: prices.cloudWatch.customMetric,
      units: 3,
      basis: 'Requests, FeedbackRecorded and FeedbackLearned, whatever their number',
    },
    {
      item: 'Traces, at most',
      price: prices.xray.traces,
      units: calls,
      basis: 'X-Ray takes the first in each second and 5 % of the others; evenly spread, that is nearly all',
    },
  ];
}
