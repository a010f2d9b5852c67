/**
 * The key of the folder in which a commit is checked, and the report found again by the next improvement. It lies under
 * `jobs/verify/`, because the service's code runs with the permissions of that job.
 */
export const baseFolder = (service: string, commit: string): string =>
  `jobs/verify/base/${service}/${commit}`;

/** The result, inside the folder. */
export const baseReportFile = 'out/base-report.json';
