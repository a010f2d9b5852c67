/** What a model's answer says, whatever form it has. */
export type ModelAnswer = AnswerProse & AnswerCode;

export interface AnswerProse {
  /** One line, or empty if the model gave no usable one. */
  readonly title: string;
  readonly rationale: string;
}

export type AnswerCode = { readonly edits: readonly Edit[] } | WholeCode;

/** Lines of a file, and what they become. Both have a line end after each line, or are empty. */
export interface Edit {
  /** As the answer names it. */
  readonly path: string;
  /** Empty for a new file. */
  readonly search: string;
  readonly replacement: string;
}

/** A whole function, or whole files: only the service's files tell which. */
export interface WholeCode {
  /** At least one. */
  readonly blocks: readonly CodeBlock[];
  /** Import statements, or empty. */
  readonly imports: string;
}

export interface CodeBlock {
  /** As the answer names it; null if it does not. */
  readonly path: string | null;
  readonly code: string;
}

/** An answer without its thoughts, as the readers of the forms get it. */
export interface AnswerText {
  /** Line feeds are its line ends. */
  readonly text: string;
  readonly blocks: readonly FencedBlock[];
}

export interface FencedBlock {
  /** In lower case, or empty. */
  readonly language: string;
  readonly isImports: boolean;
  /** The file that its info string, its first line or the line above it names. */
  readonly path: string | null;
  /** Without the indentation of the fence; each line has its line end. */
  readonly code: string;
  /** Whether the fence ends before the answer does. */
  readonly isClosed: boolean;
}
