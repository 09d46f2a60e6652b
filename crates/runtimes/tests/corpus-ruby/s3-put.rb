require "cgi"

def handler(event:, context:)
  event["Records"].map do |record|
    bucket = record.dig("s3", "bucket", "name")
    key = CGI.unescape(record.dig("s3", "object", "key"))
    puts "#{bucket}/#{key}"
    { bucket:, key:, extension: File.extname(key) }
  end
end
