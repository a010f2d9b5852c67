import type { Command } from 'commander';
import { existingDataFolder, openDataFolder } from '#local/data-folder/data-folder.ts';
import type { ServiceLine } from '#local/services/service-desk.ts';
import { type Column, tableLines } from '#local/table-lines.ts';
import { defaultDataFolder, printJson } from './options.ts';

interface ServiceFlags {
  readonly data: string;
  readonly json?: true;
}

export function addServiceCommand(program: Command): void {
  const service = program
    .command('service')
    .description(
      'choose which services the instance on this machine runs, while it runs or before it starts',
    );

  withData(service.command('add'))
    .description('add a service, and start it if an instance runs; each later `ironclaw up` starts it, too')
    .argument('<path>', "root of the service's repository, with an ironclaw.json")
    .action(addService);

  withData(service.command('list'))
    .description('print the services, where they receive requests, or why they do not run')
    .option('--json', 'print them as one JSON object')
    .action(listServices);

  withData(service.command('remove'))
    .description('end the processes of a service, and keep its data and its repository')
    .argument('<name>', 'name of the service, as in its ironclaw.json')
    .action(removeService);
}

const withData = (command: Command): Command =>
  command.option('--data <folder>', 'data folder of the instance', defaultDataFolder);

async function addService(path: string, { data }: ServiceFlags): Promise<void> {
  const { withDesk } = await import('#local/services/with-desk.ts');
  const { name, url, reason } = await withDesk(openDataFolder(data), (desk) => desk.add(path));
  console.log(url ? `${name} is added: send requests to ${url}.` : `${name} is added; ${reason}`);
}

async function listServices({ data, json }: ServiceFlags): Promise<void> {
  const { listServices: listIn } = await import('#local/services/with-desk.ts');
  const services = await listIn(existingDataFolder(data));
  if (json) return printJson({ services });
  if (services.length === 0) console.log('There is no service; add one with `ironclaw service add PATH`.');
  else for (const line of tableLines(columns, services)) console.log(line);
}

const columns: readonly Column<ServiceLine>[] = [
  { title: 'service', cell: ({ name }) => name },
  { title: 'added', cell: ({ isAdded }) => (isAdded ? 'yes' : 'for this start') },
  { title: 'folder', cell: ({ path }) => path },
  { title: 'state', cell: ({ url, reason }) => url ?? reason ?? '' },
];

async function removeService(name: string, { data }: ServiceFlags): Promise<void> {
  const { withDesk } = await import('#local/services/with-desk.ts');
  const folder = existingDataFolder(data);
  const { unfinished } = await withDesk(folder, (desk) => desk.remove(name));
  console.log(
    `${name} is removed. Its records, requests and logs stay in ${folder.root}, its repository is as it was.`,
  );
  if (unfinished.length > 0)
    console.log(`Left unfinished, and continued once it is added again: ${unfinished.join(', ')}.`);
}
