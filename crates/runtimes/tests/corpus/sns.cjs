// A notification in CommonJS, with attributes.
const format = ({ Subject = '(none)', Message, MessageAttributes: attributes = {} }) =>
  `${Subject}: ${Message} [${Object.entries(attributes).map(([name, { Value }]) => `${name}=${Value}`)}]`;
exports.handler = async (event) => {
  const texts = event.Records.map(({ Sns }) => format(Sns));
  texts.forEach((text) => console.info(text));
  return texts.length;
};
