import type { SelfTestResult } from '#core/rollouts/self-test/self-test.ts';
import { type ApiAccess, askApi } from './api/ask-api.ts';

/** Rehearses rollouts with the code of an installation. @throws what `askApi` throws. */
export const selfTestOf = (access: ApiAccess): Promise<SelfTestResult> => askApi(access, '/self-test');

/** The result, for people. */
export function selfTestLines({ passed, cases }: SelfTestResult): readonly string[] {
  const lines = cases.map((one) => {
    const alarm =
      one.alarm === one.expectedAlarm ? '' : `, and the alarm ${one.alarm ? 'fired' : 'did not fire'}`;
    const wrong = one.passed ? '' : `, and must be ${one.expected}${alarm}`;
    return `${one.passed ? 'ok  ' : 'FAIL'}  ${one.name} was ${one.found}${wrong}: ${one.reason}`;
  });
  const failed = cases.filter((one) => !one.passed).length;
  return [...lines, passed ? 'All rehearsed rollouts ended as they must.' : `${failed} ended wrongly.`];
}
