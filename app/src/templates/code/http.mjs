// An HTTP API. Add a function URL on the Triggers tab, deploy, and open it in the browser.
const json = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export const handler = async (event) => {
  const { method, path } = event.requestContext.http;
  console.log(method, path, event.queryStringParameters ?? {});

  if (method === "GET") {
    const name = event.queryStringParameters?.name ?? "world";
    return json(200, { hello: name });
  }
  if (method === "POST") return json(201, { received: JSON.parse(event.body ?? "{}") });
  return json(405, { message: `${method} is not allowed here` });
};
