require "json"

class PoisonError < StandardError; end

def handler(event:, context:)
  failed = event["Records"].filter_map do |record|
    process(JSON.parse(record["body"]))
    nil
  rescue PoisonError, KeyError => e
    puts "#{record["messageId"]}: #{e.class}"
    { itemIdentifier: record["messageId"] }
  end
  { batchItemFailures: failed }
end

def process(message)
  raise PoisonError if message["poison"]
  puts "did #{message.fetch("task")}"
end
