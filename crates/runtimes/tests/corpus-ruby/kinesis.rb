require "base64"
require "json"

def handler(event:, context:)
  readings = event["Records"].map { |record| JSON.parse(Base64.decode64(record["kinesis"]["data"]), symbolize_names: true) }
  readings.group_by { |reading| reading[:sensor] }.transform_values do |group|
    values = group.map { |reading| reading[:value] }
    { count: values.size, mean: values.sum.fdiv(values.size), min: values.min, max: values.max }
  end
end
