import type { KnownAnswers, RecordedAnswer, RecordedUse } from '../../runners/node/encoded.ts';
import { isTagged } from './compare.ts';

/** Answers of one method that are kept at most, and characters of each. */
const most = { answers: 200, characters: 20_000 };

/**
 * What the collaborators of functions answered, over all captured calls. A callback is another one in each call: only the
 * call that asked it most counts.
 */
export function knownAnswers(uses: readonly RecordedUse[]): KnownAnswers {
  const recordings = new Map<string, Map<number, (readonly RecordedAnswer[])[]>>();
  for (const use of uses) {
    if (use.kind !== 'call') continue;
    for (const [i, arg] of use.args.entries()) {
      if (!isTagged(arg) || arg.$ !== 'double') continue;
      const ofTarget = recordings.get(use.target) ?? new Map<number, (readonly RecordedAnswer[])[]>();
      recordings.set(use.target, ofTarget);
      ofTarget.set(i, [...(ofTarget.get(i) ?? []), (use.answers[arg.id] ?? []).filter(isUsable)]);
    }
  }
  return Object.fromEntries(
    [...recordings].map(([target, ofTarget]) => [
      target,
      Object.fromEntries([...ofTarget].map(([i, ofArgument]) => [i, together(ofArgument)])),
    ]),
  );
}

/** What gives a collaborator, gives one of its own call. */
const isUsable = (answer: RecordedAnswer): boolean => {
  const text = JSON.stringify(answer);
  return text.length <= most.characters && !text.includes('"$":"double"');
};

function together(recordings: readonly (readonly RecordedAnswer[])[]): readonly RecordedAnswer[] {
  const methods = new Set(recordings.flat().map(({ method }) => method));
  return [...methods].flatMap((method) => {
    const own = recordings.map((answers) => answers.filter((answer) => answer.method === method));
    // Two answers to one question in one call stay together: they show that nothing can be told from the question.
    const chosen = own.find(isUnsteady) ?? (method === '' ? longest(own) : firstOfEachQuestion(own.flat()));
    return chosen.slice(0, most.answers);
  });
}

const isUnsteady = (answers: readonly RecordedAnswer[]): boolean =>
  new Set(answers.map(questionOf)).size < new Set(answers.map((answer) => JSON.stringify(answer))).size;

const longest = (recordings: readonly (readonly RecordedAnswer[])[]): readonly RecordedAnswer[] =>
  recordings.toSorted((a, b) => b.length - a.length)[0] ?? [];

const firstOfEachQuestion = (answers: readonly RecordedAnswer[]): readonly RecordedAnswer[] =>
  [...Map.groupBy(answers, questionOf).values()].flatMap(([first]) => first ?? []);

const questionOf = ({ args }: RecordedAnswer): string => JSON.stringify(args);
