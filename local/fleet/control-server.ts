import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { DomainError, InvalidInput, NotFound, Unauthenticated } from '#core/errors.ts';
import { MirrorOptions } from '#core/rollouts/mirror.ts';
import { parseJson } from '#core/validation.ts';
import { type Listening, listen } from '../processes/listen.ts';
import { respond } from '../processes/respond.ts';
import { askDesk } from '../services/ask-desk.ts';
import type { ServiceDesk } from '../services/service-desk.ts';
import type { ServiceFleet } from './fleet.ts';

const Commit = z.object({ commit: z.string().regex(/^[0-9a-f]{40}$/) });
const Shift = Commit.extend({ weight: z.number().int().min(0).max(100) });
const Mirror = Commit.extend({ options: MirrorOptions });

export interface Control extends Listening {
  /** Lets operators add and remove services, too. */
  offer(desk: ServiceDesk): void;
}

/**
 * Lets the state machine's tasks control the fleets through HTTP, as they control a Lambda alias on AWS, and operators the services
 * that there are.
 */
export async function startControl(
  fleets: ReadonlyMap<string, ServiceFleet>,
  token: string,
): Promise<Control> {
  let desk: ServiceDesk | null = null;
  const listening = await listen(createServer(respond('the control', answer)), 0);
  return {
    ...listening,
    offer(offered) {
      desk = offered;
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const reply = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    try {
      assertToken(request.headers.authorization, token);
      const [, area, name = '', verb = ''] = (request.url ?? '').split('/');
      if (area === 'desk')
        return reply(200, await askDesk(desk, request.method, decodeURIComponent(name), await text(request)));
      const fleet = fleets.get(decodeURIComponent(name));
      if (!fleet)
        throw new NotFound(`there is no fleet for a service ${name}.`, { code: 'fleet/unknown-service' });
      return reply(200, await command(fleet, verb, await text(request)));
    } catch (error) {
      const known = error instanceof DomainError ? error : null;
      const detail = error instanceof Error ? error.message : String(error);
      const status = known instanceof InvalidInput ? 400 : known ? 409 : 500;
      return reply(status, { code: known?.code ?? 'fleet/internal', detail });
    }
  }
}

async function command(fleet: ServiceFleet, verb: string, body: string): Promise<unknown> {
  const read = <Value>(schema: z.ZodType<Value>) =>
    parseJson(schema, body, 'the command', 'fleet/invalid-command');
  switch (verb) {
    case 'serving':
      return fleet.serving();
    case 'launch':
      return fleet.launch(read(Commit).commit);
    case 'shift': {
      const { commit, weight } = read(Shift);
      return fleet.shift(commit, weight);
    }
    case 'promote':
      return fleet.promote(read(Commit).commit);
    case 'withdraw':
      return fleet.withdraw(read(Commit).commit);
    case 'retire':
      return fleet.retire(read(Commit).commit);
    case 'mirror': {
      const { commit, options } = read(Mirror);
      return fleet.mirror(commit, options);
    }
    case 'requests':
      return fleet.seenRequests();
    default:
      throw new NotFound(`a fleet has no command ${verb}.`, { code: 'fleet/unknown-command' });
  }
}

function assertToken(authorization: string | undefined, token: string): void {
  const given = Buffer.from(authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Unauthenticated('the fleet accepts commands only with its token.', {
      code: 'fleet/unauthenticated',
    });
}
