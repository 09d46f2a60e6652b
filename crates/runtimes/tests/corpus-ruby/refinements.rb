module Inflect
  refine String do
    def snake = gsub(/(?<=[a-z])(?=[A-Z])/, "_").downcase
    def camel = split("_").map.with_index { |part, index| index.zero? ? part : part.capitalize }.join
  end
  refine Hash do
    def deep_keys(&block) = to_h { |key, value| [block.call(key), value.is_a?(Hash) ? value.deep_keys(&block) : value] }
  end
end

using Inflect

def handler(event:, context:) = [event.deep_keys(&:snake), { "a_long_name" => 1 }.deep_keys(&:camel)]
