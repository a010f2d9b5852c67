import { describe, expect, it, onTestFinished } from 'vitest';
import { versionMirror } from '#adapters/lambda/version-mirror.ts';
import type { SeenRequest } from '#core/improvements/jobs.ts';
import { MirrorPlan } from '#core/service/manifest.ts';
import { type HttpEvent, startLambda } from '../../support/lambda-server.ts';
import { behavesAsMirror, fresh, old, service } from './mirror.ts';

const name = { functionName: 'shop', alias: 'live' };
const options = { plan: MirrorPlan.parse({}), endpoint: 'GET /prices', ignore: [] };

async function open() {
  const lambda = await startLambda();
  onTestFinished(() => lambda.close());
  const versions = { baseline: lambda.publish(old), canary: lambda.publish(fresh) };
  let stored: readonly SeenRequest[] = [];
  const requests = { seenRequests: async () => stored };
  const mirror = versionMirror(lambda.clientWith(1), name, requests);
  const store = (seen: readonly SeenRequest[]) => {
    stored = seen;
  };
  return { lambda, versions, mirror, store };
}

const lineOf = ({ requestContext, rawPath, body = '' }: HttpEvent) =>
  `${requestContext.http.method} ${rawPath} ${body}`;

describe('two versions of a Lambda function, with the real client', () => {
  behavesAsMirror(async () => {
    const { lambda, versions, mirror, store } = await open();
    const sent: string[] = [];
    return {
      mirror,
      behave: (side, version) =>
        lambda.handle(versions[side], (event) => {
          if (side === 'canary') sent.push(lineOf(event));
          const response = version(event.rawPath, event.body ?? '');
          if (!response) throw new Error('out of memory');
          const { status = 200, value } = response;
          return {
            statusCode: status,
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(value),
          };
        }),
      observe: (seen, wanted) => {
        store(seen);
        return mirror.compare(service, fresh, wanted);
      },
      sentToCanary: () => sent,
    };
  });

  it('completes at once, and says so if no request is stored', async () => {
    const { mirror } = await open();
    expect(await mirror.compare(service, fresh, options)).toMatchObject({
      isComplete: true,
      obstacle: 'no safe request of service shop is stored',
    });
  });

  it('sends every request once, the latest first', async () => {
    const { lambda, versions, mirror, store } = await open();
    const sent: string[] = [];
    lambda.handle(versions.baseline, () => ({ items: [] }));
    lambda.handle(versions.canary, (event) => {
      sent.push(`${event.rawPath}?${event.rawQueryString}`);
      return { items: [] };
    });
    store(['/a?n=1', '/b', '/a?n=1', '/c'].map((path) => ({ method: 'GET', path })));
    expect(await mirror.compare(service, fresh, options)).toMatchObject({ identical: 3, obstacle: null });
    expect(sent).toEqual(['/c?', '/b?', '/a?n=1']);
  });

  it('proves nothing by a failure of both versions', async () => {
    const { lambda, versions, mirror, store } = await open();
    for (const version of Object.values(versions))
      lambda.handle(version, () => {
        throw new TypeError('no such event');
      });
    store([{ method: 'GET', path: '/prices' }]);
    expect(await mirror.compare(service, fresh, options)).toMatchObject({ identical: 0, unstable: 1 });
  });

  it('is Unavailable while Lambda refuses to invoke', async () => {
    const { lambda, mirror, store } = await open();
    store([{ method: 'GET', path: '/prices' }]);
    lambda.script('Invoke', 'throttled', 'throttled', 'throttled');
    await expect(mirror.compare(service, fresh, options)).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'mirror/unavailable',
    });
  });
});
