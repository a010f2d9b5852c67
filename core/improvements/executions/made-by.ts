import type { ImprovementStore } from '../ports.ts';

/** The store, for the tasks of one execution: each change records which execution made it. */
export function madeBy(execution: string, improvements: ImprovementStore): ImprovementStore {
  return {
    load: (id) => improvements.load(id),
    list: (query) => improvements.list(query),
    create: (improvement, event) => improvements.create({ ...improvement, execution }, event),
    save: (change) => improvements.save({ ...change, improvement: { ...change.improvement, execution } }),
  };
}
