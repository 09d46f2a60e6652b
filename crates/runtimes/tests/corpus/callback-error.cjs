exports.handler = (event, context, callback) => {
  if (!event.name) return callback(new Error('name is missing'));
  callback(null, event.name);
};
