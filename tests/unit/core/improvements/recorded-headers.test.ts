import { describe, expect, it } from 'vitest';
import { identityOf } from '#core/improvements/candidate/request-shape.ts';
import { SeenRequest } from '#core/improvements/jobs.ts';
import { recordedHeaders } from '#core/improvements/recorded-headers.ts';

describe('the headers of a recorded request', () => {
  it('are those that responses depend on, and never what admits a person', () => {
    const live = {
      accept: 'text/html',
      'x-api-version': '2',
      authorization: 'Bearer secret',
      cookie: 'session=secret',
      'x-api-key': 'secret',
      'x-forwarded-for': '192.0.2.1',
    };
    expect(recordedHeaders(live)).toEqual({ accept: 'text/html', 'x-api-version': '2' });
    expect(recordedHeaders({ cookie: 'a=b' })).toBeUndefined();
  });

  it.each([['a'.repeat(201)], ['text/\u0007'], ['a\u00e9']])('leave out the value %j', (accept) => {
    expect(recordedHeaders({ accept })).toBeUndefined();
  });

  it('tell requests to one path apart, in whatever order they stand', () => {
    const request = { method: 'GET', path: '/' } as const;
    const one = identityOf({ ...request, headers: { accept: 'a', prefer: 'b' } });
    expect(one).toBe(identityOf({ ...request, headers: { prefer: 'b', accept: 'a' } }));
    expect(one).not.toBe(identityOf(request));
  });

  it('may be any in a file of the operator, and absent in an old one', () => {
    const request = { method: 'GET', path: '/' };
    expect(SeenRequest.parse({ ...request, headers: { authorization: 'Bearer test' } })).toHaveProperty(
      'headers',
    );
    expect(SeenRequest.parse(request)).toEqual(request);
    expect(SeenRequest.safeParse({ ...request, headers: { 'bad name': 'x' } }).success).toBe(false);
  });
});
