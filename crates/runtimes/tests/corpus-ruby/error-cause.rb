class CheckoutError < StandardError
  def initialize(order) = super("order #{order} failed")
end

def charge(amount) = raise(ArgumentError, "amount is #{amount}")

def handler(event:, context:)
  charge(event["amount"])
rescue ArgumentError
  begin
    raise CheckoutError, event["order"]
  rescue CheckoutError => e
    puts "#{e.message}, because #{e.cause.message}"
    raise
  end
ensure
  puts "closed"
end
