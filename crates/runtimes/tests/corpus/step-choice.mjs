// A step of a workflow: an error by its name decides what follows.
class NotReady extends Error {}
export const handler = async ({ attempt, total }) => {
  if (attempt < 3) throw Object.assign(new NotReady(`attempt ${attempt}`), { attempt });
  return { total: total * 2 };
};
