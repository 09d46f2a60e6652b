# A handler that takes its parts from a folder: `require_relative` begins where this file is.
require "logger"
require_relative "shop/price"

LOG = Logger.new($stdout)

def lambda_handler(event:, context:)
  lines = event["lines"]
  LOG.info("order of #{lines.size} lines")
  { lines: lines.size, total: Shop::Price.total(lines).to_f.round(2) }
end
