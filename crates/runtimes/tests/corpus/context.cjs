// What the context says.
exports.handler = async (event, context) => {
  const left = context.getRemainingTimeInMillis();
  console.log(typeof left, left > 0);
  const { functionName, functionVersion, memoryLimitInMB, logGroupName, invokedFunctionArn } = context;
  return { functionName, functionVersion, memoryLimitInMB, logGroupName, region: invokedFunctionArn.split(':')[3], keys: Object.keys(context).includes('awsRequestId') };
};
