// S3 tells of new objects. Keys arrive URL-encoded: a space is a `+`.
const decode = (key) => decodeURIComponent(key.replaceAll("+", " "));

export const handler = async (event) => {
  const images = [];
  for (const { eventName, s3 } of event.Records) {
    const key = decode(s3.object.key);
    console.log(eventName, `s3://${s3.bucket.name}/${key}`, s3.object.size, "bytes");
    if (/\.(png|jpe?g)$/i.test(key)) images.push(key);
  }
  return { images };
};
