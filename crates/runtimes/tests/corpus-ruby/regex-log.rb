LINE = %r{\A(?<ip>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<verb>[A-Z]+) (?<path>\S+) [^"]*" (?<status>\d{3}) (?<bytes>\d+|-)}

def handler(event:, context:)
  parsed = event["lines"].filter_map { |line| line.match(LINE)&.named_captures }
  {
    statuses: parsed.map { |line| line["status"] }.tally,
    bytes: parsed.sum { |line| line["bytes"].to_i },
    paths: parsed.map { |line| line["path"].gsub(/\d+/) { |digits| "#" * digits.size } },
    shouted: "naïve café".gsub(/(?<!\w)\p{L}/, &:upcase)
  }
end
