/** Port: what an operator's agent may do and cost in a day. */
export interface AgentBudget {
  /** Counts a run before it begins, because a failed run costs money too. @throws Conflict `agent/budget-spent`. */
  begin(): Promise<void>;
  /** Counts what the run of a job cost, in US dollars; once, however often it is called. */
  add(job: string, dollars: number): Promise<void>;
}
