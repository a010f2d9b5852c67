import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Listening, listen } from '#local/processes/listen.ts';
import { type TableCall, tableCallsOf } from './table-calls.ts';

export interface RecordingDatabase extends Listening {
  /** The uses of the table since the last call. */
  take(): readonly TableCall[];
}

/** Stands before a real engine, hands everything on, and notes what was asked of the table. */
export async function recordingDatabase(engine: string): Promise<RecordingDatabase> {
  let calls: TableCall[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const [service = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    // Lambda reads the stream; tables are the stack's.
    if (!service.startsWith('DynamoDBStreams') && !operation.endsWith('Table'))
      calls.push(...tableCallsOf(operation, JSON.parse(body)));
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(engine, { method: 'POST', headers: headers as Record<string, string>, body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(await answer.text());
  });
  return {
    ...(await listen(server, 0)),
    take() {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}
