// An HTTP API, payload 2.0: query, cookies, a plain object as the answer.
export const handler = async (event) => {
  const { http: { method, path } } = event.requestContext;
  const query = new URLSearchParams(event.rawQueryString);
  const cookies = Object.fromEntries((event.cookies ?? []).map((cookie) => cookie.split('=')));
  console.log(`${method} ${path}`, [...query.keys()]);
  return { path, page: Number(query.get('page') ?? 1), tags: query.getAll('tag'), session: cookies.session, agent: event.headers['user-agent'] };
};
