// Logs as CloudWatch sends them: base64 of gzip of JSON.
import { gunzipSync, gzipSync } from 'node:zlib';
export const handler = async ({ awslogs: { data } }) => {
  const { logGroup, logEvents } = JSON.parse(gunzipSync(Buffer.from(data, 'base64')));
  for (const { timestamp, message } of logEvents) console.log(new Date(timestamp).toISOString(), message);
  const packed = gzipSync('x'.repeat(10000));
  return { logGroup, count: logEvents.length, small: packed.length < 100, same: gunzipSync(packed).length };
};
