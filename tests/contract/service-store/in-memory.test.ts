import { describe } from 'vitest';
import { MemoryServices } from '../../support/memory-services.ts';
import { behavesAsServiceStore } from './service-store.ts';

describe('in memory', () => {
  behavesAsServiceStore(async () => new MemoryServices());
});
