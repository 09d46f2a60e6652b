// An error of a class with types: the place is the one in this file.
interface Problem { readonly code: number }

abstract class Failure extends Error implements Problem {
  abstract readonly code: number;
}

class Missing extends Failure {
  override readonly name = 'Missing';
  readonly code = 404;
}

export const handler = async ({ id }: { id: string }): Promise<never> => {
  console.error('no %s', id);
  throw new Missing(`no order ${id}`);
};
