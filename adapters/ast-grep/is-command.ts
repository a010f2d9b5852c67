const commands = [
  'cli',
  'commands?',
  'scripts?',
  'bin',
  'install',
  'setup',
  'create',
  'migrations?',
  'upgrades?',
  'seeds?',
];
const builds = [
  'build',
  'builder',
  'bundler',
  'webpack',
  'vite',
  String.raw`grunt\w*`,
  'generators?',
  'tools?',
];
const samples = ['test-utils', 'fixtures', 'benchmarks?', 'examples?'];
const parts = new RegExp(`(^|[/.-])(${[...commands, ...builds, ...samples].join('|')})([/.-]|$)`, 'i');

/** Whether the path is that of a command, a migration or a build: nobody waits meanwhile for a response. */
export function isCommand(path: string): boolean {
  return parts.test(path);
}
