// Decorators as in experimentalDecorators: routes of a class, arguments that are checked.
type Method = (...args: any[]) => unknown;
const routes = new Map<string, string>();
const required = new Map<string, number[]>();
const Get = (path: string): MethodDecorator => (_target, key) => void routes.set(path, String(key));
const Required: ParameterDecorator = (_target, key, index) => void required.set(String(key), [...(required.get(String(key)) ?? []), index]);
function Checked(_target: object, key: string, descriptor: TypedPropertyDescriptor<any>) {
  const original = descriptor.value as Method;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    for (const at of required.get(key) ?? []) if (args[at] === undefined) throw new TypeError(`argument ${at} of ${key} is missing`);
    return original.apply(this, args);
  };
}
const Service = (prefix: string) => <T extends new (...args: any[]) => object>(Base: T) => class extends Base { prefix = prefix; };
@Service('/api')
class Users {
  @Get('/users/:id') @Checked
  find(@Required id?: string) { return `user ${id}`; }
  @Get('/users')
  static list() { return []; }
}
export const handler = async ({ id }: { id?: string }) => {
  const users = new Users() as Users & { prefix: string };
  console.log([...routes]);
  let missing: string | undefined;
  try {
    users.find();
  } catch (error) {
    missing = (error as Error).message;
  }
  return { prefix: users.prefix, found: users.find(id), missing };
};
