# Money is counted with Rational: 0.1 + 0.2 is 0.3 here.
module Shop
  module Price
    def self.total(lines)
      lines.sum(0r) { |line| line["price"].to_s.to_r * line.fetch("count", 1) }
    end
  end
end
