class Inventory
  include Enumerable
  Item = Struct.new(:name, :count, keyword_init: true) do
    include Comparable
    def <=>(other) = count <=> other.count
    def to_h = super.merge(low: count < 3)
  end

  def initialize(items) = @items = items.map { |name, count| Item.new(name:, count:) }
  def each(&) = @items.each(&)

  def method_missing(name, *)
    item = @items.find { |each| each.name == name.to_s }
    item ? item.count : super
  end

  def respond_to_missing?(name, include_private = false) = @items.any? { |item| item.name == name.to_s } || super
end

def handler(event:, context:)
  inventory = Inventory.new(event["items"])
  {
    sorted: inventory.sort.map(&:name), most: inventory.max.to_h, lamp: inventory.lamp, has: inventory.respond_to?(:moon),
    low: inventory.lazy.select { |item| item.count < 3 }.first(1).map(&:name)
  }
end
