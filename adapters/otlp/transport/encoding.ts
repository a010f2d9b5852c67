import { Unsupported } from '#core/errors.ts';

/** How a message is written; its response is written in the same way. */
export type Encoding = 'json' | 'protobuf';

export const mediaTypes: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  protobuf: 'application/x-protobuf',
};

/**
 * The encoding that a `Content-Type` names. Without one it is JSON.
 * @throws Unsupported `otlp/unsupported-media-type`.
 */
export function encodingOf(contentType: string | undefined): Encoding {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() || mediaTypes.json;
  if (type === mediaTypes.json) return 'json';
  if (type === mediaTypes.protobuf || type === 'application/protobuf') return 'protobuf';
  throw new Unsupported(
    `the Content-Type ${type.slice(0, 100)} is not read; send ${mediaTypes.protobuf} or ${mediaTypes.json}, as OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf does.`,
    { code: 'otlp/unsupported-media-type' },
  );
}
