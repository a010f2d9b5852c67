import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import { ironclawApp } from '../app.ts';
import { Configuration } from '../config/configuration.ts';
import { parseTemplate, type Template } from './template.ts';

/** The synthesized stacks of an installation, checked against the security rules. */
export interface Installation {
  readonly stateful: Template;
  readonly service: Template;
  /** The resources of both stacks. */
  readonly all: Template;
}

/** A configuration that turns on every optional part. */
export const fullConfiguration = {
  api: { consoleOrigin: 'https://console.example.com' },
  model: {},
  notifications: { emails: ['operators@example.com'] },
  services: [
    {
      name: 'shop',
      repository: 'https://git.example.com/shop.git',
      deployment: { kind: 'lambda-alias', functionName: 'shop', alias: 'live' },
      alarms: ['shop-errors'],
    },
    { name: 'docs', repository: 'https://git.example.com/docs.git', recorder: 'cloudwatch' },
  ],
} as const satisfies z.input<typeof Configuration>;

/** Synthesizes the stacks without bundling, because a template does not depend on the functions' code. */
export function synthesize(settings: z.input<typeof Configuration> = fullConfiguration): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'ironclaw-synth-'));
  try {
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'index.mjs'), 'export const handler = async () => undefined;\n');
    const app = ironclawApp({
      configuration: Configuration.parse(settings),
      bundle: () => bundle,
      program: bundle,
      outdir: join(folder, 'cdk.out'),
    });
    const assembly = app.synth();
    const [stateful, service] = ['stateful', 'service'].map((name) =>
      parseTemplate(assembly.getStackByName(`${settings.name ?? 'ironclaw'}-${name}`).template),
    );
    if (!stateful || !service) throw new Error('the installation has two stacks');
    return {
      stateful,
      service,
      all: parseTemplate({ Resources: { ...stateful.resources, ...service.resources } }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
