// Handlers wrapped from outside in: before, after, on error.
const compose = (...layers) => (handler) => layers.reduceRight((next, layer) => layer(next), handler);
const logged = (next) => async (event, context) => {
  console.log('in', context.functionName);
  try {
    return await next(event, context);
  } finally {
    console.log('out');
  }
};
const parsed = (next) => (event, context) => next({ ...event, body: JSON.parse(event.body) }, context);
const caught = (next) => async (...args) => {
  try {
    return await next(...args);
  } catch (error) {
    return { statusCode: error.statusCode ?? 500, body: error.message };
  }
};
class HttpError extends Error {
  constructor(statusCode, message, options) {
    super(message, options);
    this.statusCode = statusCode;
  }
}
export const handler = compose(logged, caught, parsed)(async ({ body }) => {
  if (body.age < 18) throw new HttpError(403, 'too young', { cause: body });
  return { statusCode: 200 };
});
