def handler(event:, context:)
  primes = Enumerator.new do |found|
    (2..).each { |n| found << n if (2..Math.sqrt(n)).none? { |d| (n % d).zero? } }
  end
  words = Fiber.new do
    event["words"].each_cons(2) { |pair| Fiber.yield pair.join("-") }
    :done
  end
  { primes: primes.lazy.map { |n| n * n }.first(5), external: [primes.next, primes.peek], words: Array.new(3) { words.resume } }
end
