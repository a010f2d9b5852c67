import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { checkKey } from '#adapters/artifacts/check-key.ts';
import { NotFound } from '#core/errors.ts';
import type { ArtifactStore } from '#core/improvements/ports.ts';
import { toDomainError } from './as-domain-error.ts';
import { s3Client } from './client.ts';
import { s3Location } from './s3-location.ts';

/**
 * Artifacts as objects below a prefix of a bucket: `s3://bucket/prefix/`. S3 shows an object whole or not at all, and
 * every call may be repeated: after a lost response, the client tries again.
 *
 * Besides the port's errors, each call throws Unavailable `artifact/unavailable` if waiting may fix it, and with
 * fault `ours` Forbidden `artifact/forbidden` and NotFound `artifact/no-bucket`.
 *
 * For a key that does not exist, S3 responds with 403 to a role without `s3:ListBucket` on the bucket: such a role
 * gets `artifact/forbidden` instead of `artifact/unknown`.
 */
export function s3Artifacts(url: string, client: S3Client = s3Client()): ArtifactStore {
  const { bucket, prefix } = s3Location(url);
  const objectOf = (key: string) => {
    checkKey(key);
    return { Bucket: bucket, Key: prefix + key };
  };
  const failing = (action: string, key: string) => ({
    action,
    key,
    address: `s3://${bucket}/${prefix}${key}`,
  });

  return {
    async write(key, body) {
      // The client sets the length by itself, except for an empty text.
      const ContentLength = Buffer.byteLength(body);
      const put = new PutObjectCommand({ ...objectOf(key), Body: body, ContentLength });
      await toDomainError(failing('s3:PutObject', key), client.send(put));
    },
    async read(key) {
      const get = new GetObjectCommand(objectOf(key));
      const reading = async () => (await client.send(get)).Body?.transformToString();
      // The connection may break after the response has begun, so reading the body is part of the call.
      return (await toDomainError(failing('s3:GetObject', key), reading())) ?? '';
    },
    async copy(from, to) {
      const { Key } = objectOf(from);
      // The only S3 header that the caller of the client must encode.
      const CopySource = `${bucket}/${Key.split('/').map(encodeURIComponent).join('/')}`;
      const copy = new CopyObjectCommand({ ...objectOf(to), CopySource });
      await toDomainError(failing(`s3:GetObject, or s3:PutObject on ${to},`, from), client.send(copy));
    },
    async exists(key) {
      const head = new HeadObjectCommand(objectOf(key));
      try {
        await toDomainError(failing('s3:GetObject', key), client.send(head));
        return true;
      } catch (error) {
        if (error instanceof NotFound && error.code === 'artifact/unknown') return false;
        throw error;
      }
    },
  };
}
