import { expect, it } from 'vitest';
import { sampleOf } from '#local/fleet/request-sample.ts';

const seen = (path: string, body?: string | null) => ({ method: 'POST', path, contentType: undefined, body });

it('keeps the latest 2,000 requests in order', () => {
  const sample = sampleOf();
  for (let i = 0; i < 9_999; i += 1) sample.add(seen(`/${i}`));
  expect(sample.all()).toHaveLength(2_000);
  expect(sample.all()[0]).toEqual({ method: 'POST', path: '/7999' });
  expect(sample.all().at(-1)).toEqual({ method: 'POST', path: '/9998' });
});

it('keeps fewer of them where their bodies would not fit into 16 MB', () => {
  const sample = sampleOf();
  const body = 'a'.repeat(65_536);
  for (let i = 0; i < 1_000; i += 1) sample.add(seen(`/${i}`, body));
  expect(sample.all()).toHaveLength(256);
  expect(sample.all().at(-1)).toEqual({ method: 'POST', path: '/999', body });
});

it('says of a request that its body is missing', () => {
  const sample = sampleOf();
  sample.add(seen('/orders', null));
  expect(sample.all()).toEqual([{ method: 'POST', path: '/orders', bodyOmitted: true }]);
});

it('keeps the headers that the proxy lets through', () => {
  const sample = sampleOf();
  sample.add({ ...seen('/orders', '{}'), headers: { accept: 'text/html' } });
  expect(sample.all()[0]?.headers).toEqual({ accept: 'text/html' });
});
