// Settings come from outside: change STAGE and GREETING on the Settings tab, the code stays.
const { STAGE = "dev", GREETING = "Hello" } = process.env;
console.log("loaded once, in INIT, for stage", STAGE);

export const handler = async (event) => {
  if (STAGE === "dev") console.debug("event:", event);
  return `${GREETING} from ${process.env.AWS_LAMBDA_FUNCTION_NAME} in ${process.env.AWS_REGION}`;
};
