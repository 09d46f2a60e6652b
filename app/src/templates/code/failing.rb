# Fails on purpose. Look at the error below, then mend the event or the code.
class OutOfStock < StandardError; end

def reserve(stock, wanted)
  raise OutOfStock, "#{wanted} wanted, #{stock} there" if wanted > stock
  stock - wanted
end

def lambda_handler(event:, context:)
  puts "reserving #{event["wanted"]}"
  { left: reserve(3, event["wanted"]) }
end
