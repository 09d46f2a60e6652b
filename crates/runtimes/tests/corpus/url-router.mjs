// Patterns of paths, signed query strings.
const routes = [['/users/:id/posts/:post?', 'post'], ['/files/*', 'file']].map(([pattern, name]) => {
  const keys = [];
  const source = pattern.replace(/\/:(\w+)(\?)?/g, (_, key, optional) => (keys.push(key), optional ? '(?:/([^/]+))?' : '/([^/]+)')).replace('*', () => (keys.push('rest'), '(.*)'));
  return { name, keys, test: new RegExp(`^${source}$`) };
});
export const handler = async ({ urls }) => urls.map((text) => {
  const url = URL.parse?.(text) ?? (URL.canParse(text) ? new URL(text) : null);
  if (!url) return console.warn('no url', text) ?? null;
  for (const { name, keys, test } of routes) {
    const match = test.exec(url.pathname);
    if (match) return { name, host: url.host, ...Object.fromEntries(keys.map((key, at) => [key, match[at + 1] && decodeURIComponent(match[at + 1])])), query: Object.fromEntries(url.searchParams) };
  }
  url.searchParams.sort();
  url.hash = '';
  return url.href;
});
