import type { MetricsStore } from '../performance/ports.ts';
import type { ServiceStore } from '../service/service.ts';
import type { CandidateGenerator } from './candidate/candidate.ts';
import type { PatchTools } from './candidate/make-candidate.ts';
import type {
  AlarmStates,
  AliasCalls,
  ArtifactStore,
  Fleet,
  ImprovementStore,
  Mirror,
  RequestLog,
  Workflow,
} from './ports.ts';

/** Collaborators of the steps of an improvement; each step takes the few it needs. */
export interface ImprovementDependencies {
  readonly improvements: ImprovementStore;
  readonly services: ServiceStore;
  readonly artifacts: ArtifactStore;
  readonly metrics: MetricsStore;
  readonly fleet: Fleet;
  readonly mirror: Mirror;
  readonly alarms: AlarmStates;
  readonly aliasCalls: AliasCalls;
  readonly requests: RequestLog;
  readonly workflow: Workflow;
  /** In the order of preference. */
  readonly generators: readonly CandidateGenerator[];
  readonly patches: PatchTools;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The actor of automatic steps. */
export const workflowActor = 'system:workflow';
