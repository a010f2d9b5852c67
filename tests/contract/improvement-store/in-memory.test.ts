import { describe } from 'vitest';
import { MemoryImprovements } from '../../support/memory-improvements.ts';
import { behavesAsImprovementStore } from './improvement-store.ts';

describe('in memory', () => {
  behavesAsImprovementStore(async () => {
    const improvements = new MemoryImprovements();
    return { improvements, events: improvements.log() };
  });
});
