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
 * Write units per rating, as the database reports them when a hundred ratings arrive at once; `npm run bench -- ratings`
 * measures it.
 */
const writeUnitsPerRating = 2.1;
/** When fewer arrive at once, each batch also writes its own batch statistics. */
const writeUnitsPerBatch = 1;
const gigabytes = 0.5;

/** The bill of this many calls of `POST /feedback`. */
export function ratingsBill(calls: number): readonly BillLine[] {
  const seconds = calls * requestSeconds;
  return [
    { item: 'API', price: prices.apiGateway.requests, units: calls, basis: 'one per rating' },
    { item: 'Function, calls', price: prices.lambda.requests, units: calls, basis: 'one per rating' },
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
      basis: `${writeUnitsPerRating} units per rating, measured, and one per batch of ${ratingsPerBatch}`,
    },
    {
      item: 'Profile updates, calls',
      price: prices.lambda.requests,
      units: calls / ratingsPerBatch,
      basis: "one per batch; Lambda's reads of the stream are free",
    },
    {
      item: 'Profile updates, duration',
      price: prices.lambda.duration,
      units: calls * learningSeconds,
      basis: `${learningSeconds * 1_000} ms per rating at 1 GB`,
    },
    {
      item: 'Table, storage',
      price: prices.dynamodb.storage,
      units: calls * ratingGigabytes,
      basis: 'the rating and its event, for a month',
    },
    {
      item: 'Table, backup',
      price: prices.dynamodb.recovery,
      units: calls * ratingGigabytes,
      basis: 'the same amount',
    },
    {
      item: 'Logs',
      price: prices.cloudWatch.logIngestion,
      units: calls * requestLogGigabytes,
      basis: `${requestLogGigabytes * 1e6} KB per request: access log, platform lines and metrics`,
    },
    {
      item: 'Custom metrics',
      price: prices.cloudWatch.customMetric,
      units: 3,
      basis: 'Requests, FeedbackRecorded and FeedbackLearned, however many ratings there are',
    },
    {
      item: 'Traces, at most',
      price: prices.xray.traces,
      units: calls,
      basis:
        'X-Ray samples the first request of each second and 5 % of the others, almost all if evenly spread',
    },
  ];
}
