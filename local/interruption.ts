import { Unavailable } from '#core/errors.ts';

/** What is being started or waited for is not wanted any more. */
export const interruption = (): Unavailable => new Unavailable('interrupted.', { code: 'up/interrupted' });
