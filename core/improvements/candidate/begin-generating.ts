import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { moveTo } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { ScanJob } from '../jobs.ts';

/** Starts an attempt and writes the scan job. @returns the job's folder. */
export async function beginGenerating(
  id: string,
  {
    improvements,
    services,
    artifacts,
    now,
  }: Pick<ImprovementDependencies, 'improvements' | 'services' | 'artifacts' | 'now'>,
): Promise<{ folder: string }> {
  const found = await improvements.load(id);
  const hasMoved = found.status === 'deploying';
  const hadFailed = found.status === 'failed';
  const improvement =
    found.status === 'generating'
      ? found
      : await improvements.save(
          moveTo(
            found,
            {
              to: 'generating',
              actor: workflowActor,
              at: now(),
              reason: `attempt ${found.attempt + 1}${hasMoved ? ': the branch has moved since the last one was tested' : ''}`,
              impact: 0,
            },
            {
              attempt: found.attempt + 1,
              // What had failed was not the fix: its attempts and moves are counted from here.
              moves: hadFailed ? 0 : found.moves + Number(hasMoved),
              excused: hadFailed ? found.attempt : found.excused + Number(hasMoved),
              baseReport: null,
              candidate: null,
              rivals: [],
              report: null,
              confidence: null,
              approval: null,
              earlierApprovals: [],
              runs: 0,
              testingSince: null,
            },
          ),
        );
  const service = await services.load(improvement.service);
  const folder = jobFolder(improvement, 'scan');
  const job: ScanJob = {
    job: 'scan',
    repository: service.repository,
    branch: service.manifest.branch,
    sources: service.manifest.sources,
    directory: service.manifest.directory,
    install: service.dependencies === null && service.isolation === 'container',
  };
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return { folder };
}
