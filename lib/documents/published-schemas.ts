import * as z from 'zod';
import { VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { Manifest } from '#core/service/manifest.ts';
import { Configuration } from '../config/configuration.ts';

type Override = NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override'];

/** The schemas that we publish, by their paths in the repository. */
export const publishedSchemas = (): Readonly<Record<string, object>> => ({
  'docs/ironclaw.schema.json': asWritten(Manifest, withoutFound),
  'docs/ironclaw.aws.schema.json': asWritten(Configuration),
  'sandbox/report.schema.json': z.toJSONSchema(VerificationReport),
});

/** The schema of a file as people write it, before defaults are filled in; editors validate against it. */
const asWritten = (schema: z.ZodType, override?: Override): object =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', ...(override ? { override } : {}) });

/** What a manifest does not say of these is found in the repository that it lies in (`openRepository`): no default is right for all. */
const found = ['properties/branch', 'properties/directory'];

const withoutFound: Override = ({ jsonSchema, path }) => {
  if (found.includes(path.join('/'))) delete jsonSchema.default;
};
