import { NotFound } from '#core/errors.ts';
import type { ServiceStore } from '#core/service/service.ts';
import { aService } from '../../../support/service.ts';

/** Registered services by what they call. */
export function servicesThatCall(
  calls: Readonly<Record<string, readonly string[]>>,
): Pick<ServiceStore, 'load'> {
  return {
    async load(name) {
      const call = calls[name];
      if (!call) throw new NotFound(`There is no service ${name}.`, { code: 'service/unknown' });
      return aService({ name, manifest: { ...aService().manifest, name, calls: [...call] } });
    },
  };
}

/** No service is registered. */
export const strangers = servicesThatCall({});
