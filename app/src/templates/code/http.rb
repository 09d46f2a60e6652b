# An HTTP API. Add a function URL on the Triggers tab, deploy, and open it in the browser.
require "json"

def answer(status, body)
  { statusCode: status, headers: { "content-type" => "application/json" }, body: JSON.generate(body) }
end

def lambda_handler(event:, context:)
  request = event["requestContext"]["http"]
  query = event["queryStringParameters"] || {}
  puts "#{request["method"]} #{request["path"]} #{query}"

  case request["method"]
  when "GET" then answer(200, { hello: query.fetch("name", "world") })
  when "POST" then answer(201, { received: JSON.parse(event["body"] || "{}") })
  else answer(405, { message: "#{request["method"]} is not allowed here" })
  end
end
