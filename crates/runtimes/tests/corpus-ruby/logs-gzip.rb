require "base64"
require "json"
require "stringio"
require "zlib"

def handler(event:, context:)
  packed = Base64.decode64(event.dig("awslogs", "data"))
  data = JSON.parse(Zlib::GzipReader.new(StringIO.new(packed)).read)
  errors = data["logEvents"].select { |entry| entry["message"].match?(/\berror\b/i) }
  errors.each { |entry| puts "#{data["logGroup"]}: #{entry["message"]}" }
  { group: data["logGroup"], errors: errors.size, of: data["logEvents"].size }
end
