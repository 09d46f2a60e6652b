// The oldest style: call back with an error or an answer.
exports.handler = (event, context, callback) => {
  const { a, b } = event;
  console.log("adding", a, "and", b);
  if (typeof a !== "number" || typeof b !== "number") {
    callback(new TypeError("a and b must be numbers"));
    return;
  }
  setTimeout(() => callback(null, { sum: a + b }), 20);
};
