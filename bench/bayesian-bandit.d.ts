/** The part of it that the benchmark calls. */
declare module 'bayesian-bandit' {
  export class Bandit {
    constructor(options: { readonly arms: readonly { readonly count: number; readonly sum: number }[] });
    /** The place of the arm to pull. */
    selectArm(): number;
  }
}
