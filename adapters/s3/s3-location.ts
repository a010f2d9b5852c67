import { InvalidInput } from '#core/errors.ts';

export interface S3Location {
  readonly bucket: string;
  /** Empty, or ends with `/`. */
  readonly prefix: string;
}

/**
 * Reads `s3://bucket/prefix/`.
 * @throws InvalidInput `artifact/invalid-url` without a bucket, or with a prefix that is not a folder.
 */
export function s3Location(url: string): S3Location {
  const [, bucket, prefix] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/((?:[^/]+\/)*))?$/.exec(url) ?? [];
  if (bucket === undefined)
    throw new InvalidInput(`${url} is not a location in a bucket: the form is s3://bucket/prefix/.`, {
      code: 'artifact/invalid-url',
      data: { url },
    });
  return { bucket, prefix: prefix ?? '' };
}
