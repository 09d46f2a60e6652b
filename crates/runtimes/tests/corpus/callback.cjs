// The old style: a callback, after a timer.
exports.handler = (event, context, callback) => {
  setTimeout(() => {
    console.log('later');
    callback(null, event.numbers.reduce((sum, number) => sum + number));
  }, 2);
};
