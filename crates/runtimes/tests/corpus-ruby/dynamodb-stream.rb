module Attribute
  def self.plain(value)
    type, content = value.first
    case type
    when "S" then content
    when "N" then content.include?(".") ? content.to_f : content.to_i
    when "BOOL" then content
    when "NULL" then nil
    when "L" then content.map { |one| plain(one) }
    when "M" then content.transform_values { |one| plain(one) }
    end
  end
end

def handler(event:, context:)
  event["Records"].each_with_object(Hash.new { |all, name| all[name] = [] }) do |record, changes|
    image = record["dynamodb"]["NewImage"] || record["dynamodb"]["OldImage"]
    changes[record["eventName"].downcase] << Attribute.plain({ "M" => image })
  end
end
