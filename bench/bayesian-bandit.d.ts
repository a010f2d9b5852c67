/** The part of the package that the benchmark calls. */
declare module 'bayesian-bandit' {
  export class Bandit {
    constructor(options: { readonly arms: readonly { readonly count: number; readonly sum: number }[] });
    /** The index of the arm to pull. */
    selectArm(): number;
  }
}
