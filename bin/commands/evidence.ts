import type { Command } from 'commander';
import { type ApiFlags, apiAccess, printJson, withApi } from './options.ts';

interface EvidenceFlags extends ApiFlags {
  readonly json?: true;
}

export function addEvidenceCommand(program: Command): void {
  withApi(program.command('evidence'))
    .description(
      'print what was proven of an improvement: each gate, each number, and what a person must weigh',
    )
    .argument('<improvement>', 'id of the improvement')
    .option('--json', 'print the improvement as one JSON object')
    .action(runEvidence);
}

async function runEvidence(improvement: string, { json, ...flags }: EvidenceFlags): Promise<void> {
  const { fetchEvidence } = await import('#local/evidence/fetch-evidence.ts');
  const found = await fetchEvidence(await apiAccess(flags, '5m'), improvement);
  if (json) return printJson(found);
  const { evidenceLines } = await import('#local/evidence/evidence-lines.ts');
  for (const line of evidenceLines(found)) console.log(line);
}
