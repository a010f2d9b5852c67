import type { Span } from './payload-schema.ts';

type WithKind = Pick<Span, 'kind'>;

export const isCalling = ({ kind }: WithKind): boolean =>
  kind === 3 || kind === 'SPAN_KIND_CLIENT' || kind === 4 || kind === 'SPAN_KIND_PRODUCER';
export const isServing = ({ kind }: WithKind): boolean => kind === 2 || kind === 'SPAN_KIND_SERVER';
