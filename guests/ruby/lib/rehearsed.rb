# The function that is rehearsed with: it is in /var/task only while the image is made.
require "json"

GREETING = ENV["GREETING"]

def coldstart_rehearsed(event:, context:)
  puts "hello #{event["name"]} #{context.function_name}"
  { statusCode: 200, body: JSON.generate({ hello: event["name"], left: context.get_remaining_time_in_millis }) }
end
