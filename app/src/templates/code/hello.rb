# Press Ctrl+Enter: the log and the answer appear below.
def lambda_handler(event:, context:)
  puts "event: #{event}"
  puts "time left: #{context.get_remaining_time_in_millis} ms"

  name = event.fetch("name", "world")
  { message: "Hello, #{name}!" }
end
