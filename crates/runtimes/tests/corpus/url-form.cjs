// A form that was posted, and the page that answers.
const querystring = require('querystring');
exports.handler = async ({ body, isBase64Encoded, headers }) => {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
  const fields = { ...querystring.parse(text) };
  console.log(headers['content-type'], fields);
  return { statusCode: 303, headers: { Location: `/thanks?${querystring.stringify({ name: fields.name, list: ['a', 'b c'] })}` }, cookies: [`seen=1; Max-Age=${60 * 60}; HttpOnly`] };
};
