// Changes of a table. Values carry their type: { "S": "text" }, { "N": "12" }.
const plain = (image = {}) =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]) => ("N" in value ? [name, Number(value.N)] : [name, Object.values(value)[0]])),
  );

export const handler = async (event) => {
  for (const { eventName, dynamodb } of event.Records) {
    console.log(eventName, plain(dynamodb.OldImage), "→", plain(dynamodb.NewImage));
  }
};
