def handler(event:, context:)
  a, b = event.values_at("a", "b")
  {
    big: (a**40).to_s.size, divmod: [-7.divmod(2), -7.remainder(2)], ratio: (1r / 3 + 1r / 6).to_s, round: [2.5.round, 3.5.round, 2.5.round(half: :even)],
    gcd: a.gcd(b), digits: a.digits, float: 0.1 + 0.2, format: format("%08.3f|%+d|%x|%s", 3.14159, 5, 255, 1234567.to_s.gsub(/(\d)(?=(\d{3})+$)/, '\1,')),
    clamp: 15.clamp(..10), complex: Complex(1, 2).abs2, bits: a.bit_length
  }
end
