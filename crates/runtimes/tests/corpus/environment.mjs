// Settings with defaults, checked once.
const need = (name) => process.env[name] ?? (() => { throw new Error(`${name} is not set`); })();
const settings = Object.freeze({ greeting: need('GREETING'), region: process.env.AWS_REGION, level: Number(process.env.LEVEL ?? 2), debug: process.env.DEBUG === 'true' });
export const handler = async () => {
  let missing;
  try {
    need('NOT_THERE');
  } catch ({ message }) {
    missing = message;
  }
  console.debug(settings);
  return { ...settings, missing };
};
