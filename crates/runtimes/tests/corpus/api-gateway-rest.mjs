// A REST API in proxy form: routes by method and resource.
const json = (statusCode, body, headers = {}) => ({ statusCode, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
const routes = {
  'GET /orders/{id}': ({ pathParameters: { id } }) => json(200, { id, state: 'open' }),
  'POST /orders': ({ body, isBase64Encoded }) => {
    const order = JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);
    if (!order.item) return json(400, { message: 'item is missing' });
    return json(201, order, { Location: `/orders/${order.item.toLowerCase()}` });
  },
};
export const handler = async (event) => {
  const key = `${event.httpMethod} ${event.resource}`;
  console.log('route', key);
  return (routes[key] ?? (() => json(404, { message: `no route ${key}` })))(event);
};
