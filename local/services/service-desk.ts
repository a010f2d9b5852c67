/** One service of an instance, for its operator. */
export interface ServiceLine {
  readonly name: string;
  readonly path: string;
  /** Where it receives requests; null while it does not run. */
  readonly url: string | null;
  /** Why it does not run, in one sentence; null while it runs. */
  readonly reason: string | null;
  /** Whether each instance on the data folder starts it, and not this one alone. */
  readonly isAdded: boolean;
}

/** A service that was removed. */
export interface RemovedService {
  readonly name: string;
  /** The improvements that are left unfinished, each with its status. */
  readonly unfinished: readonly string[];
}

/** Port: adds and removes the services of a data folder. */
export interface ServiceDesk {
  /**
   * Adds the service in a folder, and starts it if an instance runs; resolves once it runs, its first start has failed, or that
   * takes long. Adding it again changes nothing.
   * @throws InvalidInput if the folder has no service, Conflict `service/name-taken`, `service/removed`.
   */
  add(path: string): Promise<ServiceLine>;
  list(): Promise<readonly ServiceLine[]>;
  /** Ends its processes, and keeps its data. @throws InvalidInput `service/unknown`. */
  remove(name: string): Promise<RemovedService>;
}
