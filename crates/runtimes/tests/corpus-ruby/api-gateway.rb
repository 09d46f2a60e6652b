require "json"

ROUTES = {
  ["GET", "/orders"] => ->(_, query) { [200, { page: Integer(query.fetch("page", 1)) }] },
  ["POST", "/orders"] => ->(body, _) { [201, { id: "o-1", lines: body.fetch("lines").size }] }
}.freeze

def handler(event:, context:)
  method, path = event.values_at("httpMethod", "path")
  route = ROUTES[[method, path]] or return respond(404, { message: "no #{method} #{path}" })
  body = event["body"] && JSON.parse(event["body"])
  respond(*route.call(body, event["queryStringParameters"] || {}))
end

def respond(status, body) = { statusCode: status, headers: { "content-type": "application/json" }, body: JSON.generate(body) }
