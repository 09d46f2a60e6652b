// A web page made by a function: the content type decides what a browser does with the answer.
const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export const handler = async (event) => {
  const visitor = event.queryStringParameters?.name ?? event.requestContext.http.sourceIp;
  return {
    statusCode: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html><title>Hello</title><h1>Hello, ${escape(visitor)}</h1>
<p>Made at ${new Date().toISOString()}</p>`,
  };
};
