// Nested patterns with defaults and a rest.
export const handler = async ({ user: { name, address: { city = 'nowhere', ...more } = {} } = {}, tags: [first, ...others] = [], limit = 10 }) => {
  console.log('user %s in %s', name, city);
  return { name, city, more, first, others, limit };
};
