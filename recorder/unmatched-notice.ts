const requests = 200;
const share = 0.5;

/**
 * Warns once if more than half of the first 200 requests are unmatched: then most of the service is measured as one endpoint.
 *
 * @returns is called for each request, with whether it is matched.
 */
export function noticeUnmatched(warn: (problem: string) => void): (isMatched: boolean) => void {
  let seen = 0;
  let unmatched = 0;
  return (isMatched) => {
    if (seen === requests) return;
    seen += 1;
    if (!isMatched) unmatched += 1;
    if (seen === requests && unmatched > share * requests)
      warn(
        `${unmatched} of the first ${requests} requests matched no route; they are measured together as /(unmatched). ` +
          'If they were no mistakes of the clients, name their endpoints: the option endpointOf of @ironclaw/recorder takes a function for that.',
      );
  };
}
