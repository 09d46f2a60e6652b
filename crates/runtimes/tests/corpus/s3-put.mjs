// New objects: the key is encoded as in a form.
import path from 'node:path';
export const handler = async ({ Records }) => {
  const files = Records.map(({ eventName, s3: { bucket, object } }) => {
    const key = decodeURIComponent(object.key.replace(/\+/g, ' '));
    console.log(eventName, `s3://${bucket.name}/${key}`);
    return { key, extension: path.extname(key).slice(1), kib: +(object.size / 1024).toFixed(1) };
  });
  return Object.groupBy(files, ({ extension }) => extension);
};
