import type { RecordedRequest } from '#core/improvements/jobs.ts';
import type { HttpResponse } from '#sandbox/verify/client.ts';
import type { Sides } from '#sandbox/verify/replay.ts';
import type { RunningService } from '#sandbox/verify/service.ts';

type Sent = Parameters<RunningService['send']>[0];
/** A response, or why there is none. */
type Outcome = Partial<HttpResponse> | string;
/** What one process of a service responds; each process has a state of its own. */
export type FakeService = () => (request: Sent) => Promise<Outcome> | Outcome;

export const anOk = (body: unknown): Partial<HttpResponse> => ({ body: Buffer.from(JSON.stringify(body)) });

export function fakeRequest(path: string, fields: Partial<RecordedRequest> = {}): RecordedRequest {
  const { method = 'GET' } = fields;
  return { endpoint: `${method} ${path.split('?')[0]}`, method, path, ...fields };
}

/** Services without processes, and the order in which they were asked: "base GET /a". */
export function fakeSides(base: FakeService, candidate: FakeService): { sides: Sides; asked: string[] } {
  const asked: string[] = [];
  const run = (name: string, start: FakeService): RunningService => {
    const respond = start();
    return {
      out: '',
      ending: () => null,
      stop: async () => undefined,
      close: () => undefined,
      send: async (request) => {
        asked.push(`${name} ${request.method} ${request.path}`);
        const response = await respond(request);
        if (typeof response === 'string') throw new Error(response);
        return { status: 200, headers: {}, body: Buffer.of(), milliseconds: 10, ...response };
      },
    };
  };
  return {
    sides: { base: run('base', base), candidate: run('candidate', candidate), again: run('again', base) },
    asked,
  };
}
