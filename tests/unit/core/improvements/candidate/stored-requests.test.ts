import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import { storedRequests } from '#core/improvements/candidate/stored-requests.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

function open() {
  const artifacts = folderArtifacts(pathToFileURL(`${temporaryFolder()}/`).href);
  const skipped: [string, number][] = [];
  return {
    skipped,
    store: (...lines: string[]) => artifacts.write('services/shop/requests.jsonl', lines.join('\n')),
    requests: storedRequests(artifacts, (service, lines) => skipped.push([service, lines])),
  };
}

describe('stored requests', () => {
  it('are those of the file, in order, with or without a final line break', async () => {
    const { store, requests, skipped } = open();
    const order = { method: 'POST', path: '/orders', contentType: 'application/json', body: '{}' };
    await store('{"method":"GET","path":"/prices?page=2"}', '', JSON.stringify(order), '');
    expect(await requests.seenRequests('shop')).toEqual([{ method: 'GET', path: '/prices?page=2' }, order]);
    expect(skipped).toEqual([]);
  });

  it('are empty if none were stored', async () => {
    const { requests } = open();
    expect(await requests.seenRequests('shop')).toEqual([]);
  });

  it('omit invalid lines, and count them', async () => {
    const { store, requests, skipped } = open();
    const badHeaders = '{"method":"GET","path":"/","headers":"authorization: secret"}';
    await store('{"method":"GET","path":"/a"}', 'not JSON', '{"method":"brew","path":"/"}', badHeaders);
    expect(await requests.seenRequests('shop')).toEqual([{ method: 'GET', path: '/a' }]);
    expect(skipped).toEqual([['shop', 3]]);
  });

  it('report a failing store', async () => {
    const read = async () => {
      throw new Error('the disk is gone');
    };
    await expect(storedRequests({ read }, () => undefined).seenRequests('shop')).rejects.toThrow('gone');
  });
});
